"""One look for several files tells what a look at each would tell: of personal data, and of characters that need a closer look."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from crmsite.parsing.nodes import all_calm, calm_text
from crmsite.reading.privacy import all_clean, is_clean

PIECES = (
    "王", "小明", "总经理", "经理", "副", "总", "微信", "手机", "电话", "138", "1381234", "13812345678", "5678", " ", "-", "(", ")", "\n", "abc", "qq", "q",
    "v", "信", "wx", "w", "x", "@", "at", "[at]", "tel", "一三八", "一二三四五六七八", "０", "１３８", "62220212345678901", "110101199003078515", "的",
    "2025-01-02", "欧阳", "主任", "生日", "3月4日",
)  # fmt: skip
FILE = st.lists(st.sampled_from(PIECES), max_size=6).map(lambda parts: "".join(parts).encode())


@settings(max_examples=1500)
@given(st.lists(FILE, max_size=4))
@example(["王小".encode(), "经理".encode()])
@example([b"1381234", b"5678"])
@example(["一三八一二三四五六七八".encode(), "十".encode()])
@example(["总".encode(), "经理".encode()])
@example(["王".encode(), "信".encode()])
def test_several_files_are_clean_together_when_each_is_clean(files: list[bytes]) -> None:
    assert all_clean(files) == all(is_clean(data) for data in files)


ODD = (b"a", "要".encode(), "é".encode(), "e\u0301".encode(), b"\xcc\x81", b"\t", b"\x00", b"\r\n", b"\n", b"\xef\xbb\xbf", b"\xe6", b"\x96", b"\xff", "。".encode())


@settings(max_examples=500)
@given(st.lists(st.lists(st.sampled_from(ODD), max_size=4).map(b"".join), max_size=4))
@example([b"e", b"\xcc\x81"])
@example([b"\xe8\xa6", b"\x81"])
def test_several_files_are_calm_together_when_each_is_calm(files: list[bytes]) -> None:
    assert all_calm(files) == all(calm_text(data) is not None for data in files)


def test_a_word_that_holds_the_name_of_the_telephone_is_none() -> None:
    assert is_clean(b"Suzhou Intelligent Hotels")
    assert not is_clean(b"Tel 0512")
