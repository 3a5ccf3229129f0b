"""What ``crmsite doctor`` says."""

PHRASES: dict[str, tuple[str, str]] = {
    "doctor.python": ("crmsite {crmsite}，Python {python}", "crmsite {crmsite}, Python {python}"),
    "doctor.python_old": (
        "Python {python} 太旧：crmsite {crmsite} 需要 3.11 或更新的版本。",
        "Python {python} is too old: crmsite {crmsite} needs 3.11 or later.",
    ),
    "doctor.libraries": ("依赖齐全：{names}", "libraries: {names}"),
    "doctor.libraries_missing": (
        "缺少 {names}：重新安装，pip install --force-reinstall crmsite",
        "{names} missing: install again, pip install --force-reinstall crmsite",
    ),
    "doctor.git": ("git 可用，当前提交 {commit}", "git is there, at commit {commit}"),
    "doctor.shallow": (
        "git 历史不完整（浅克隆，提交 {commit}）：运行 git fetch --unshallow，CI 里设 fetch-depth: 0。",
        "the git history is cut off (a shallow clone, at {commit}): run git fetch --unshallow; in CI set fetch-depth: 0.",
    ),
    "doctor.no_commit": (
        "没有 git 提交：网站照常生成，只是不显示提交号。运行 git init，提交一次。",
        "no git commit: the site is made all the same, without a commit's id. Run git init, and commit once.",
    ),
    "doctor.no_records": (
        "这里和上级文件夹里都没有 records/：运行 crmsite init。",
        "no records/ here or above: run crmsite init.",
    ),
    "doctor.records_at": ("记录在 {path}", "the records are in {path}"),
    "doctor.records": (
        "{files} 个记录文件，{customers} 家客户",
        "{files:record file|record files}, {customers:customer|customers}",
    ),
    "doctor.empty": ("records/ 是空的：运行 crmsite init。", "records/ is empty: run crmsite init."),
    "doctor.strange": (
        "{n} 个文件放错了地方或类型不对，见 crmsite check。",
        "{n:file|files} of another type or out of place; see crmsite check.",
    ),
    "doctor.no_site": ("缺少 records/site.yaml：运行 crmsite init 补上。", "records/site.yaml is missing: crmsite init writes it."),
    "doctor.bad_site": ("records/site.yaml 读不出来，见 crmsite check。", "records/site.yaml cannot be read; see crmsite check."),
    "doctor.languages": ("语言：{names}", "languages: {names}"),
    "doctor.as_of": (
        "site.yaml 把数据截至日固定在 {day}，之后的记录不显示；日常使用请删掉 as_of。",
        "site.yaml fixes the date at {day}: later records are not shown. For daily use take as_of out.",
    ),
    "doctor.memo": ("缓存可写：{path}，{size} MB", "kept results can be written: {path}, {size} MB"),
    "doctor.memo_large": (
        "缓存有 {size} MB：可以删掉 {path}，下次运行会重建。",
        "{size} MB of kept results: {path} may be deleted; the next run makes it anew.",
    ),
    "doctor.memo_locked": ("不能写入 {path}：检查文件夹权限。", "{path} cannot be written: look at the folder's permissions."),
}
