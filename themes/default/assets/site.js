/* The site without this script is complete; with it: theme, commit, search; tables.js does the lists. Nothing leaves the page. */
(function () {
  "use strict";
  var root = document.documentElement;
  var folder = document.currentScript.src.replace(/site\.js.*$/, "");
  root.classList.add("js");

  /* Theme: the reader's choice is kept where storage is allowed, and holds for this page where it is not. */
  function kept(value) {
    try {
      if (value === undefined) return localStorage.getItem("crmsite-theme");
      localStorage.setItem("crmsite-theme", value);
    } catch (blocked) { /* storage is blocked: the choice lasts as long as the page */ }
    return null;
  }
  var theme = kept();
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  }

  function themeSwitch() {
    var words = document.body.dataset;
    document.querySelectorAll("[data-theme-toggle]").forEach(function (button) {
      function label() { button.textContent = isDark() ? words.toLight : words.toDark; }
      button.hidden = false;
      label();
      matchMedia("(prefers-color-scheme:dark)").addEventListener("change", label);
      button.addEventListener("click", function () {
        root.dataset.theme = isDark() ? "light" : "dark";
        kept(root.dataset.theme);
        label();
      });
    });
  }

  /* The commit lies in state.js: it moves while pages stay. The counts of the rail are written by a style sheet. */
  function state() {
    var known = window.crmsite;
    if (!known) return;
    document.querySelectorAll("[data-state=commit]").forEach(function (place) {
      if (!known.commit) return;
      place.textContent = known.commit;
      place.parentNode.hidden = false;
    });
  }

  /* Records that nobody has brought up to date for a week are still shown, and the page says how old they are. */
  var STALE_DAYS = 7;
  function stale() {
    document.querySelectorAll("[data-stale]").forEach(function (banner) {
      var day = banner.dataset.stale, days = Math.floor((Date.now() - Date.parse(day)) / 864e5);
      banner.hidden = !(days >= STALE_DAYS);
      if (!banner.hidden) banner.textContent = banner.dataset.say.replace("%1", day).replace("%2", days);
    });
  }

  /* Search: its script is loaded when the box is entered for the first time. "/" enters it from anywhere. */
  function searching() {
    var box = document.getElementById("find");
    if (!box) return;
    box.addEventListener("focus", function () {
      var script = document.createElement("script");
      script.src = folder + "search.js";
      document.head.appendChild(script);
    }, { once: true });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
  }

  /* The jump bar marks the section that is being read. */
  function jump() {
    var links = Array.prototype.slice.call(document.querySelectorAll(".jump a"));
    if (!links.length || !window.IntersectionObserver) return;
    var seen = {};
    var watch = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) { seen["#" + entry.target.id] = entry.isIntersecting; });
      var current = links.filter(function (link) { return seen[link.hash]; })[0];
      links.forEach(function (link) {
        if (link === current) link.setAttribute("aria-current", "true");
        else if (current) link.removeAttribute("aria-current");
      });
    }, { rootMargin: "-10% 0px -70% 0px" });
    links.forEach(function (link) {
      var section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (section) watch.observe(section);
    });
  }

  /* On a phone the rail is a row of tabs that may be longer than the screen: the page that is open is brought into it. */
  function currentTab() {
    var tab = document.querySelector(".rail [aria-current=page]"), row = tab && tab.closest("nav");
    if (row && row.scrollWidth > row.clientWidth) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }

  /* Whoever opens a customer from a list can go on to the next one of that list, as it was sorted and narrowed. The list is
     kept for this tab alone; a profile that was opened in another way names no neighbours. */
  function remembered(list) {
    try {
      if (list === undefined) return JSON.parse(sessionStorage.getItem("crmsite-list")) || [];
      sessionStorage.setItem("crmsite-list", JSON.stringify(list));
    } catch (blocked) { /* storage is blocked: no neighbours */ }
    return [];
  }

  function remembering(event) {
    var link = event.target.closest && event.target.closest("table.cl th.name a");
    if (!link) return;
    var links = link.closest("table").querySelectorAll("tr[data-item]:not([hidden]) th.name a");
    remembered(Array.prototype.map.call(links, function (one) { return [one.closest("tr").dataset.item, one.textContent.trim()]; }));
  }

  function neighbours() {
    var crumbs = document.querySelector("[data-customer]"), words = document.body.dataset;
    var list = crumbs ? remembered() : [];
    var at = list.findIndex(function (one) { return one[0] === crumbs.dataset.customer; });
    if (at < 0) return;
    var place = document.createElement("span");
    place.className = "near";
    [[list[at - 1], words.before, "prev"], [list[at + 1], words.after, "next"]].forEach(function (side) {
      if (!side[0]) return;
      var link = document.createElement("a");
      link.href = side[0][0] + ".html";
      link.rel = side[2];
      link.textContent = side[1].replace("%", side[0][1]);
      place.appendChild(link);
    });
    crumbs.appendChild(place);
  }

  /* A link to something inside a closed details opens it. */
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target) target.scrollIntoView();
  }

  document.addEventListener("DOMContentLoaded", function () {
    themeSwitch();
    state();
    stale();
    jump();
    currentTab();
    neighbours();
    document.addEventListener("click", remembering);
    unfold();
    addEventListener("hashchange", unfold);
    searching();
  });
})();
