"""Help is written in the language of messages: all of it, on lines of eighty cells, with the same options in both."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module

import click
import pytest

from crmsite.cli import COMMANDS, main
from crmsite.commands.help_in_chinese import HELP, MAIN
from crmsite.commands.helping import name_of
from crmsite.formats.escaping import width

HAN = re.compile(r"[一-鿿]")


def command(name: str) -> click.Command:
    found: click.Command = import_module(f"crmsite.commands.{COMMANDS[name][0]}").command if name else main
    return found


def printed(lang: str, *words: str) -> str:
    """Return help as a terminal of eighty columns shows it."""
    script = "import sys; from crmsite.entry import run; run()"
    done = subprocess.run([sys.executable, "-c", script, "--lang", lang, *words], capture_output=True, encoding="utf-8", check=True)
    return done.stdout


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_text_of_a_command_has_its_chinese_and_none_is_left_over(name: str) -> None:
    words = HELP[name] if name else MAIN
    options = {name_of(param) for param in command(name).params if isinstance(param, click.Option)}
    assert set(words.options) - {"--help"} == options
    assert all(map(HAN.search, (words.line, *words.options.values())))
    assert bool(words.text or "\n\n" not in (command(name).help or ""))
    shown = [line.split("  ")[1] for line in (command(name).epilog or "").splitlines() if line.startswith("  crmsite")]
    assert len(shown) == len([line for line in words.examples.splitlines() if line.startswith("  crmsite")])


def test_the_table_of_commands_is_that_of_their_chinese() -> None:
    assert list(HELP) == list(COMMANDS)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_in_chinese_has_no_english_sentence_no_line_too_long_and_no_character_alone(name: str) -> None:
    said, _, examples = printed("zh", *filter(None, [name, "--help"])).partition("例如：")
    assert examples
    assert not re.findall(r"\b[A-Za-z]?[a-z]+ [a-z]+ [a-z]+\b", said.replace("new assessments PERIOD", ""))
    lines = said.splitlines()
    assert [line for line in lines if width(line) > 80] == []
    assert [line for line in lines if len(line.strip()) == 1] == []
    assert not re.search(r"\[OPTIONS\]|default:|Usage|Options|Commands", said)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_in_english_has_no_chinese_but_in_examples(name: str) -> None:
    said, _, examples = printed("en", *filter(None, [name, "--help"])).partition("Examples:")
    assert examples
    assert not HAN.search(said.replace("需求", ""))


def test_help_in_both_languages_names_the_same_options() -> None:
    for name in COMMANDS:
        chinese, english = (
            re.findall(r"^  (-\S.*?)(?:  |$)", re.split("选项：|Options:", printed(lang, name, "--help"))[1], re.MULTILINE)
            for lang in ("zh", "en")
        )
        assert chinese == english, name
