/* The site without this script is complete; with it: theme, search, sorting, filtering, counts in the rail. Nothing leaves the page. */
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

  /* What moves with every commit lies in state.js: the commit and the counts of the rail. */
  function state() {
    var known = window.crmsite;
    if (!known) return;
    document.querySelectorAll("[data-state=commit]").forEach(function (place) {
      if (!known.commit) return;
      place.textContent = known.commit;
      place.parentNode.hidden = false;
    });
    document.querySelectorAll("[data-count]").forEach(function (place) {
      var count = known.counts[place.dataset.count];
      if (count === undefined || (place.dataset.unit && !count)) return;
      place.textContent = place.dataset.unit ? count + " " + place.dataset.unit : String(count);
    });
  }

  /* Sorting: a head's button; first press descending; rows without a value stay last both ways. */
  function valueOf(row, column) {
    var cell = row.cells[column];
    return cell.dataset.v === undefined ? cell.textContent.trim() : cell.dataset.v;
  }

  function compare(x, y) {
    if (x !== "" && y !== "" && !isNaN(x) && !isNaN(y)) return x - y;
    return String(x).localeCompare(String(y), root.lang);
  }

  function sortBy(table, head) {
    var up = head.getAttribute("aria-sort") === "descending";
    var column = head.cellIndex;
    table.querySelectorAll("th[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    Array.prototype.forEach.call(table.tBodies, function (body) {
      var rows = Array.prototype.slice.call(body.rows).filter(function (row) { return !row.classList.contains("grp"); });
      rows.map(function (row) { return [valueOf(row, column), row]; })
        .sort(function (a, b) {
          if (a[0] === "" || b[0] === "") return (a[0] === "") - (b[0] === "");
          return up ? compare(a[0], b[0]) : compare(b[0], a[0]);
        })
        .forEach(function (pair) { body.appendChild(pair[1]); });
    });
    var words = document.body.dataset;
    tell((up ? words.sortedUp : words.sortedDown).replace("%", head.textContent.trim()));
  }

  var teller;
  function tell(text) {
    if (!teller) {
      teller = document.createElement("p");
      teller.className = "vh";
      teller.setAttribute("role", "status");
      document.body.appendChild(teller);
    }
    teller.textContent = text;
  }

  function sorting() {
    document.querySelectorAll("table[data-sort]").forEach(function (table) {
      table.querySelectorAll("thead th button").forEach(function (button) {
        button.addEventListener("click", function () { sortBy(table, button.closest("th")); });
      });
    });
  }

  /* Filtering: a form[data-filter] acts on every [data-item] of the page, matrix, Gantt and table alike. A control named
     X keeps the items whose data-X holds its value as one of its words; the box named q looks through text and data-q.
     The state is in the address, so a filtered list can be sent to somebody. */
  function filtering(form) {
    var items = Array.prototype.slice.call(document.querySelectorAll("[data-item]"));
    var result = form.querySelector("[data-result]");
    var none = document.querySelector("[data-none]");
    var chosen = {};

    function show() {
      var seen = {}, all = {}, wanted = (chosen.q || "").toLowerCase().split(/\s+/).filter(Boolean);
      items.forEach(function (item) {
        var fits = Object.keys(chosen).every(function (name) {
          if (name === "q" || !chosen[name]) return true;
          return (" " + (item.getAttribute("data-" + name) || "") + " ").indexOf(" " + chosen[name] + " ") > -1;
        });
        if (fits && wanted.length) {
          var text = (item.textContent + " " + (item.dataset.q || "")).toLowerCase();
          fits = wanted.every(function (word) { return text.indexOf(word) > -1; });
        }
        item.hidden = !fits;
        all[item.dataset.item] = 1;
        if (fits) seen[item.dataset.item] = 1;
      });
      document.querySelectorAll("[data-group]").forEach(function (group) {
        group.hidden = !group.querySelector("[data-item]:not([hidden])");
      });
      var count = Object.keys(seen).length;
      if (result) result.textContent = result.dataset.result.replace("%1", count).replace("%2", Object.keys(all).length);
      if (none) none.hidden = count > 0;
    }

    function address() {
      var query = new URLSearchParams();
      Object.keys(chosen).forEach(function (name) { if (chosen[name]) query.set(name, chosen[name]); });
      var text = query.toString();
      try {
        history.replaceState(null, "", text ? "?" + text + location.hash : location.pathname + location.hash);
      } catch (local) { /* some browsers refuse it for files */ }
    }

    function mark() {
      form.querySelectorAll("button[data-value]").forEach(function (button) {
        button.setAttribute("aria-pressed", String((chosen[button.name] || "") === button.dataset.value));
      });
      form.querySelectorAll("select,input").forEach(function (control) { control.value = chosen[control.name] || ""; });
    }

    function choose(name, value) {
      chosen[name] = value;
      mark();
      show();
      address();
    }

    new URLSearchParams(location.search).forEach(function (value, name) {
      if (form.elements[name]) chosen[name] = value;
    });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.querySelectorAll("select,input").forEach(function (control) {
      control.addEventListener("input", function () { choose(control.name, control.value); });
    });
    form.querySelectorAll("button[data-value]").forEach(function (button) {
      button.addEventListener("click", function () { choose(button.name, button.dataset.value); });
    });
    document.querySelectorAll("[data-clear]").forEach(function (button) {
      button.addEventListener("click", function () { chosen = {}; mark(); show(); address(); });
    });
    mark();
    show();
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

  /* A link to something inside a closed details opens it. */
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target) target.scrollIntoView();
  }

  document.addEventListener("DOMContentLoaded", function () {
    themeSwitch();
    state();
    sorting();
    document.querySelectorAll("form[data-filter]").forEach(filtering);
    jump();
    unfold();
    addEventListener("hashchange", unfold);
    searching();
  });
})();
