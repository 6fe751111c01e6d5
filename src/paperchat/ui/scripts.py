"""The scripts of ours that run in the browser; the page's policy allows them by their hashes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _into_sight(element: str, block: str, delays: str) -> str:
    """Return a script that scrolls to ``element``; see :func:`_repeated`."""
    return _repeated(f'{element}?.scrollIntoView({{ block: "{block}" }})', delays)


def _repeated(scroll: str, delays: str) -> str:
    """Return a script that does ``scroll`` after each of ``delays``, until the reader moves.

    More than once, since Streamlit draws the page piece by piece. What held another place lets go.
    ``delays`` are milliseconds with commas between them.
    """
    return f"""
(() => {{
  window.paperchatLetsGo?.();
  const timers = [{delays}].map((milliseconds) => setTimeout(() => {{ {scroll} }}, milliseconds));
  for (const move of ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(move, () => timers.forEach(clearTimeout), {{ once: true, passive: true }});
}})();
"""


def _held(element: str) -> str:
    """Return a script that keeps ``element`` at the top of the window until the reader moves.

    It ends after 20 seconds. Meanwhile the page is drawn piece by piece, and an answer grows until
    there is room enough below its question.
    """
    return f"""
(() => {{
  window.paperchatLetsGo?.();
  const hold = () => {element}?.scrollIntoView({{ block: "start", behavior: "instant" }});
  const drawn = new MutationObserver(() => requestAnimationFrame(hold));
  const moves = ["wheel", "touchstart", "pointerdown", "keydown"];
  const letGo = () => {{
    drawn.disconnect();
    document.removeEventListener("scroll", hold, true);
    moves.forEach((move) => removeEventListener(move, letGo));
    clearTimeout(timer);
  }};
  const timer = setTimeout(letGo, 20000);
  window.paperchatLetsGo = letGo;
  drawn.observe(document.body, {{ childList: true, subtree: true }});
  document.addEventListener("scroll", hold, true);
  moves.forEach((move) => addEventListener(move, letGo, {{ passive: true }}));
  hold();
}})();
"""


_HEAD = 'document.querySelector(".stMainBlockContainer")'

TO_NEWEST_QUESTION = _held(f'([...document.querySelectorAll(".pc-question")].at(-1) ?? {_HEAD})')
"""Keeps the newest question at the top, so that its answer is read from its start."""

TO_TOP = _into_sight(_HEAD, "start", "0")
"""Shows a page that is opened anew from its head."""

TO_LIST = _into_sight('document.querySelector(".st-key-listing-head")', "start", "0, 200")
"""Shows a list whose page was turned from its head."""

TO_MARKED_QUOTE = _repeated(
    """
  const mark = document.querySelector(".pc-paper-text mark");
  const title = document.querySelector(".pc-paper-title");
  if (!mark || !title) return;
  const between = mark.getBoundingClientRect().bottom - title.getBoundingClientRect().top;
  if (between < innerHeight * 0.85) title.scrollIntoView({ block: "start" });
  else mark.scrollIntoView({ block: "center" });
""",
    "0, 150, 400, 800",
)
"""Brings the quote that a paper's address marks into sight, while the page around it is drawn, with
the paper's title above it where there is room."""

TITLE_IN_SIGHT = """
(() => {
  if (window.paperchatKeepsTheTitle) return;
  window.paperchatKeepsTheTitle = true;
  document.addEventListener("scroll", () => {
    const title = document.querySelector(".pc-paper-title");
    const bar = document.querySelector(".pc-paper-bar");
    if (!title || !bar) return;
    bar.classList.toggle("pc-shown", title.getBoundingClientRect().bottom < 60);
  }, { capture: true, passive: true });
})();
"""
"""Shows a paper's title in a slim bar above its text once the heading has been scrolled away."""

TO_EDITOR = _into_sight(
    'document.querySelector("[class*=\\"st-key-ask-edited-\\"]")', "center", "50, 250, 600, 1000"
)
"""Brings the form that edits a question into sight, its buttons above the box for questions."""


def _theme(name: str) -> str:
    """Return a script that keeps a theme as Streamlit's own menu does, and puts it in force.

    Streamlit 1.67 reads it from the browser's store when a page is loaded, under the page's path.
    """
    return f"""
(() => {{
  const kept = JSON.stringify("{name}");
  let changed = false;
  for (const path of ["/", "/library", "/compare", "/settings"]) {{
    const key = `stActiveTheme-${{path}}-v2`;
    changed ||= (localStorage.getItem(key) ?? '"System"') !== kept;
    localStorage.setItem(key, kept);
  }}
  if (changed) setTimeout(() => location.reload(), 50);
}})();
"""


THEMES: Mapping[str, str] = MappingProxyType(
    {name: _theme(name) for name in ("System", "Light", "Dark")}
)
"""Scripts that put a theme in force, by its name."""

MARK_THE_THEME = """
(() => {
  const kept = localStorage.getItem("stActiveTheme-/settings-v2") ?? '"System"';
  const mark = () => {
    for (const name of ["System", "Light", "Dark"])
      document.querySelector(`.st-key-theme-${name.toLowerCase()} button`)
        ?.setAttribute("aria-pressed", String(kept === JSON.stringify(name)));
  };
  for (const ms of [0, 150, 400, 1000, 2500, 5000, 10000]) setTimeout(mark, ms);
})();
"""
"""Marks the theme that this browser keeps among the buttons that choose one. Many times over, since
Streamlit draws the page piece by piece, on a busy machine over seconds."""

AT_THE_ANSWERS = """
(() => {
  if (window.paperchatAtTheAnswers) return;
  window.paperchatAtTheAnswers = true;
  const byHand = (text) => {
    const box = document.createElement("textarea");
    box.value = text;
    box.style.position = "fixed";
    box.style.opacity = "0";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return byHand(text);
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button.pc-copy");
    if (!button) return;
    const done = await copy(button.dataset.text);
    button.focus();
    const said = button.parentElement.querySelector(".pc-copied");
    said.textContent = done ? "Copied" : "The browser did not allow copying";
    setTimeout(() => { said.textContent = ""; }, 2500);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const cited of document.querySelectorAll(".pc-cite:hover, .pc-cite:focus-within"))
      cited.classList.add("pc-hushed");
  }, true);
  for (const kind of ["mouseover", "focusin"])
    document.addEventListener(kind, (event) => {
      const cited = event.target.closest?.(".pc-cite");
      if (cited && !cited.contains(event.relatedTarget)) cited.classList.remove("pc-hushed");
    });
})();
"""
"""Copies an answer at a click, and hides the quote that a chip shows with Escape, until the chip is
pointed at or reached again. It listens at the document, so that it need not be told of new answers;
where the page is not served safely (plain HTTP to another machine), it copies the old way."""

CLOSE_THE_MENU = """
(() => {
  if (window.paperchatClosesTheMenu) return;
  window.paperchatClosesTheMenu = true;
  const leads = '[data-testid="stSidebarNavLink"], .st-key-new-conversation button, ' +
    '.st-key-add-papers button, [class*="st-key-open-"] button';
  document.addEventListener("click", (event) => {
    if (!matchMedia("(max-width: 768px)").matches || !event.target.closest?.(leads)) return;
    const close = () => document.querySelector(
      '.stSidebar[data-collapsed="false"] [data-testid="stSidebarCollapseButton"] button')?.click();
    setTimeout(close, 0);
  });
})();
"""
"""Closes the menu of a narrow window, which covers the page, once something in it was chosen.

Streamlit 1.67 lays the menu over the page up to this width, and leaves it open.
"""

SKIP_LINK = """
(() => {
  if (document.querySelector(".pc-skip")) return;
  const link = document.createElement("a");
  link.className = "pc-skip";
  link.href = "#content";
  link.textContent = "Skip to the content";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const box = document.querySelector('[data-testid="stChatInputTextArea"]');
    const page = document.querySelector('[data-testid="stMain"]');
    page?.setAttribute("tabindex", "-1");
    (box ?? page)?.focus();
  });
  document.body.prepend(link);
})();
"""
"""Lets the first Tab skip the menu: to the box for questions, or to what the page shows."""

SCRIPTS = (
    TO_NEWEST_QUESTION,
    TO_TOP,
    TO_LIST,
    TO_MARKED_QUOTE,
    TITLE_IN_SIGHT,
    TO_EDITOR,
    AT_THE_ANSWERS,
    CLOSE_THE_MENU,
    SKIP_LINK,
    MARK_THE_THEME,
    *THEMES.values(),
)
