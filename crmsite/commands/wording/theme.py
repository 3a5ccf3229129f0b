"""What is said of a theme that cannot be used: ``theme.`` and the reason that a ``ThemeError`` gives."""

PHRASES: dict[str, tuple[str, str]] = {
    "theme.missing": (
        "{where}：没有主题“{found}”；自己的主题放在 themes/{found}/theme.yaml",
        "{where}: there is no theme `{found}`; one of your own lies in themes/{found}/theme.yaml",
    ),
    "theme.yaml": ("{where}：{found}", "{where}: {found}"),
    "theme.not-a-mapping": (
        "{where}：主题设置要写成“键: 值”",
        "{where}: the settings of a theme are `key: value` lines",
    ),
    "theme.unknown-key": ("{where}：不认识的键“{found}”", "{where}: unknown key `{found}`"),
    "theme.extends": (
        "{where}：不能继承“{found}”；写 extends: default",
        "{where}: `{found}` cannot be extended; write `extends: default`",
    ),
    "theme.not-text": ("{where}：{found} 应是一段文字", "{where}: {found} must be plain text"),
    "theme.logo": (
        "{where}：logo 不能写“{found}”；写 assets/ 里一个 SVG 或 PNG 的文件名，例如 logo.svg",
        "{where}: `{found}` cannot be a logo; write the name of an SVG or PNG file in assets/, such as logo.svg",
    ),
    "theme.logo-missing": (
        "{where}：主题的 assets/ 里没有 {found}；把它放进去，或改写文件名",
        "{where}: the theme's assets/ holds no {found}; put it there, or write another name",
    ),
    "theme.tokens": (
        "{where}：颜色要写成“名称: '#rrggbb'”，放在 tokens 的 light 或 dark 下面",
        "{where}: colours are written `name: '#rrggbb'`, below `light` or `dark` of `tokens`",
    ),
    "theme.colour": (
        "{where}：{found} 的颜色写法不对；写成 '#rrggbb'，要加引号",
        "{where}: {found} is no colour; write '#rrggbb', in quotes",
    ),
    "theme.contrast": (
        "{where}：{found}，颜色太接近，文字读不清；至少要 4.5:1",
        "{where}: {found}: too close together for text to be read; it takes 4.5:1",
    ),
    "theme.contrast-marks": (
        "{where}：{found}，颜色太接近，看不清控件的边；至少要 3:1",
        "{where}: {found}: too close together for the edge of a control to be seen; it takes 3:1",
    ),
    "theme.encoding": ("{where}：模板不是 UTF-8 编码；请另存为 UTF-8", "{where}: the template is not UTF-8; save it as UTF-8"),
    "theme.message": (
        "{where}：没有用语 [[{found}]]",
        "{where}: there is no wording [[{found}]]",
    ),
    "theme.forbidden": (
        "{where}：模板里不能用 {found}；能用什么见 docs/themes.md",
        "{where}: a template may not use {found}; docs/themes.md says what it may",
    ),
    "theme.syntax": ("{where}：模板语法有错：{found}", "{where}: the template cannot be read: {found}"),
    "theme.undefined": (
        "{where}：模板里没有“{found}”这个名字",
        "{where}: nothing here is called `{found}`",
    ),
    "theme.template-missing": (
        "{where}：没有模板“{found}”",
        "{where}: there is no template `{found}`",
    ),
    "theme.template": ("{where}：模板在这里出错：{found}", "{where}: the template fails here: {found}"),
    "theme.known": ("；可以写：{known}", "; it could be: {known}"),
}
