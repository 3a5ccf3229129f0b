/* Tables and lists: sorting, filtering, columns to choose, a CSV file. What a reader has chosen is in the address, so that a
   list can be sent to somebody and opened in the other language. Without this script every row is there, in a sensible order. */
(function () {
  "use strict";
  var lang = document.documentElement.lang;
  var chosen = new URLSearchParams(location.search);

  /* ── the address: of this page, and of the same page in other languages ── */
  function choose(name, value) {
    if (value) chosen.set(name, value);
    else chosen.delete(name);
    var query = chosen.toString();
    try {
      history.replaceState(null, "", (query ? "?" + query : location.pathname) + location.hash);
    } catch (local) { /* some browsers refuse it for files */ }
    carry();
  }

  function carry() {
    var query = chosen.toString();
    document.querySelectorAll("a[hreflang]").forEach(function (link) {
      link.search = query;
    });
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

  /* ── sorting: a head's button; first press descending; rows without a value stay last both ways ── */
  function valueOf(row, column) {
    var cell = row.cells[column];
    return cell.dataset.v === undefined ? worth(cell) : cell.dataset.v;
  }

  /* What a cell that names no value of its own is sorted by: its first line, a number with its unit, a share or a day as such; a
     word for absence is no value. A day without a year is one of the year that the page is of. */
  var NUMBER = /^(?:[A-Z]{3} )?([\u2212+-]?)([\d,]+(?:\.\d+)?)(?: \/ ([\d,]+(?:\.\d+)?))? ?(%|\u4e07|\u4ebf|M|B)?(?:\u5143|h| ?(?:\u5929|\u5e74|\u5c0f\u65f6|days?|years?|hours?))?$/;
  var MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  function two(number) { return (number < 10 ? "0" : "") + number; }
  var SIZES = { "%": 0.01, "\u4e07": 1e4, "\u4ebf": 1e8, M: 1e6, B: 1e9 };
  var year = (document.querySelector("[data-stale]") || document.body).dataset.stale || "";
  function worth(cell) {
    var text = "";
    for (var node = cell.firstChild; node; node = node.nextSibling) {
      if (node.nodeType === 1 && node.matches(".sub2,small,ul,dl,div,.l2")) break;
      if (node.nodeType !== 1 || !node.matches(".na")) text += node.textContent;
    }
    text = text.trim();
    if (/^\d\d-\d\d(?!\d)/.test(text)) return year.slice(0, 5) + text;
    var day = /^(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b ?(\d{4})?/.exec(text);
    if (day) return (day[3] || year.slice(0, 4)) + "-" + two(MONTHS.indexOf(day[2]) / 3 + 1) + "-" + two(day[1]);
    var number = NUMBER.exec(text);
    if (!number) return text;
    var value = +number[2].replace(/,/g, "") * (SIZES[number[4]] || 1);
    if (number[3]) value = value / +number[3].replace(/,/g, "");
    return String(number[1] === "\u2212" || number[1] === "-" ? -value : value);
  }

  var words = new Intl.Collator(lang, { numeric: true });
  function compare(x, y) {
    if (x !== "" && y !== "" && !isNaN(x) && !isNaN(y)) return x - y;
    return words.compare(x, y);
  }

  /* Returns pairs of value and item in order; the order that they had decides between equal ones. */
  function ordered(pairs, up) {
    return pairs.sort(function (a, b) {
      if (a[0] === "" || b[0] === "") return (a[0] === "") - (b[0] === "");
      return up ? compare(a[0], b[0]) : compare(b[0], a[0]);
    });
  }

  function sortBy(table, head, up) {
    var column = head.cellIndex;
    table.querySelectorAll("th[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    if (long && long.holds(table)) {
      long.sort(table);
      return;
    }
    Array.prototype.forEach.call(table.tBodies, function (body) {
      var rows = Array.prototype.slice.call(body.rows).filter(function (row) { return !row.classList.contains("grp"); });
      var all = document.createDocumentFragment();
      ordered(rows.map(function (row) { return [valueOf(row, column), row]; }), up)
        .forEach(function (pair) { all.appendChild(pair[1]); });
      body.appendChild(all);
    });
  }

  function sorting(table) {
    var first = table === main;
    var wanted = first && chosen.get("sort") || "";
    table.querySelectorAll("thead th button").forEach(function (button) {
      var head = button.closest("th"), name = head.dataset.col;
      button.addEventListener("click", function () {
        var up = head.getAttribute("aria-sort") === "descending";
        sortBy(table, head, up);
        if (first && name) choose("sort", (up ? "" : "-") + name);
        if (long && long.holds(table)) refilter();
        tell((up ? document.body.dataset.sortedUp : document.body.dataset.sortedDown).replace("%", head.textContent.trim()));
      });
      if (name && wanted.replace("-", "") === name) sortBy(table, head, wanted[0] !== "-");
    });
  }

  /* ── filtering: a form[data-filter] acts on every [data-item] of the page, matrix, Gantt and table alike. A control named
     X keeps the items whose data-X holds its value as one of its words; the box named q looks through text and data-q. ── */
  function fits(attribute, text, names, wanted, item) {
    return names.every(function (name) { return (" " + attribute(name) + " ").indexOf(" " + chosen.get(name) + " ") > -1; }) &&
      wanted.every(function (word) { return text().indexOf(word) > -1 || called(item, word); });
  }

  /* ── what customers are called besides: how their names sound, and their other names. The index of the search holds both; of
     it those files are fetched that hold the page's customers, once somebody types what may be a sound, or finds nothing. ── */
  var folder = document.currentScript.src.replace(/tables\.js.*$/, "search/");
  var owners = new Map(), heard = new Map(), fetched = {}, got = {};

  function fetchPart(name) {
    fetched[name] = fetched[name] || new Promise(function (done) {
      var script = document.createElement("script"), before = window.crmsiteFound;
      window.crmsiteFound = function (part, content) {
        got[part] = content;
        if (before) before(part, content);
      };
      script.src = folder + name + ".js";
      script.onload = script.onerror = function () { done(got[name]); };
      document.head.appendChild(script);
    });
    return fetched[name];
  }

  function checksum(text) {
    var crc = -1;
    new TextEncoder().encode(text).forEach(function (byte) {
      crc ^= byte;
      for (var bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    });
    return (crc ^ -1) >>> 0;
  }

  /* Whose item it is: the customer that it, or another of its name, leads to. */
  function knowOwners(items) {
    items.forEach(function (item) {
      var link = item.querySelector('a[href*="c/"]'), id = link && /(?:^|\/)c\/([^/#]+)\.html/.exec(link.getAttribute("href"));
      if (id) owners.set(item.dataset.item, decodeURIComponent(id[1]));
    });
  }

  function hear(ids) {
    return fetchPart("root").then(function (root) {
      if (!root) return;
      var parts = new Set(ids.map(function (id) { return checksum(id) % root.shards; }));
      return Promise.all(Array.from(parts, function (number) {
        return fetchPart("h" + (number < 16 ? "0" : "") + number.toString(16)).then(function (text) {
          (text || "").split("\n").forEach(function (line) {
            var part = line.split("\t"), sounds = [];
            [part[6], part[7]].forEach(function (spoken) {
              var one = (spoken || "").split(" ").filter(Boolean);
              one.forEach(function (sound, at) { sounds.push(one.slice(at).join("")); });
              var first = one.map(function (sound) { return sound[0]; }).join("");
              one.forEach(function (sound, at) { sounds.push(first.slice(at)); });
            });
            heard.set(part[0], { sounds: sounds.filter(Boolean), others: (part[8] || "").toLowerCase() });
          });
        });
      }));
    });
  }

  function called(item, word) {
    var names = heard.get(owners.get(item) || item);
    if (!names) return false;
    return names.others.indexOf(word) > -1 || (/^[a-z]{2,}$/.test(word) && names.sounds.some(function (sound) { return sound.indexOf(word) === 0; }));
  }

  function filtering(form) {
    var items = Array.prototype.slice.call(document.querySelectorAll("[data-item]"));
    var result = form.querySelector("[data-result]");
    var none = document.querySelector("[data-none]");
    var texts = new Map(), byName = new Map();
    knowOwners(items);
    items.forEach(function (item) {
      if (!byName.has(item.dataset.item)) byName.set(item.dataset.item, []);
      byName.get(item.dataset.item).push(item);
    });

    function textOf(item) {
      if (!texts.has(item)) texts.set(item, (item.textContent + " " + (item.dataset.q || "")).toLowerCase());
      return texts.get(item);
    }

    function show() {
      var seen = new Set();
      var names = controls().filter(function (name) { return name !== "q" && chosen.get(name); });
      var wanted = (chosen.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
      if (long && (names.length || wanted.length || chosen.get("sort") || long.begun())) {
        long.ready().then(function () {
          var counts = long.filter(names, wanted);
          unlist();
          say(counts[0], counts[1]);
          listen(counts[0], wanted, function () { return long.ids(); });
        }, function () {
          long = null;
          tell(whole.dataset.failed);
          show();
        });
        return;
      }
      byName.forEach(function (same, name) {
        var kept = same.some(function (item) {
          return fits(
            function (trait) { return item.getAttribute("data-" + trait) || ""; },
            function () { return textOf(item); }, names, wanted, name
          );
        });
        same.forEach(function (item) { item.hidden = !kept; });
        if (kept) seen.add(name);
      });
      unlist();
      tally(seen);
      say(seen.size, byName.size);
      listen(seen.size, wanted, function () { return Array.from(byName.keys(), function (name) { return owners.get(name) || name; }); });
    }

    function held(place, kept) {
      return Array.prototype.filter.call(place.querySelectorAll("[data-item]"), function (item) { return kept.has(item.dataset.item); });
    }

    /* Counts in the page follow what is kept; where a list names its first few, the next ones move up. */
    function tally(kept) {
      document.querySelectorAll("[data-first]").forEach(function (list) {
        var found = held(list, kept), first = +list.dataset.first, rest = list.querySelector("[data-rest]");
        found.forEach(function (item, at) { item.hidden = at >= first; });
        if (!rest) return;
        rest.hidden = found.length <= first;
        (rest.querySelector("a") || rest).textContent = rest.dataset.rest.replace("%", found.length - first);
      });
      document.querySelectorAll("[data-tally]").forEach(function (count) {
        var place = count.dataset.tally ? document.getElementById(count.dataset.tally) : count.closest("[data-group]");
        var found = held(place, kept).filter(function (item) { return !count.dataset.state || item.dataset.status.split(" ").indexOf(count.dataset.state) > -1; });
        count.hidden = Boolean(count.dataset.state) && !found.length;
        count.textContent = !found.length && count.dataset.nought || found.length === 1 && count.dataset.one || (count.dataset.many || "%").replace("%", found.length.toLocaleString("en"));
      });
    }

    /* A group of which nothing is left is hidden as a whole. */
    function unlist() {
      document.querySelectorAll("[data-group]").forEach(function (group) {
        group.hidden = !group.querySelector("[data-item]:not([hidden])");
      });
    }

    /* Asks what customers are called besides, and looks again once that is known. */
    var listened = false;
    function listen(kept, wanted, idsOf) {
      var sounding = wanted.some(function (word) { return /^[a-z]{2,}$/.test(word); });
      if (listened || !wanted.length || (kept && !sounding)) return;
      listened = true;
      hear(idsOf()).then(show);
    }

    function say(kept, of) {
      if (result) result.textContent = result.dataset.result.replace("%1", kept).replace("%2", of);
      document.querySelectorAll("[data-narrowed]").forEach(function (note) { note.hidden = kept === of; });
      if (none) none.hidden = kept > 0;
      if (none && !kept) picked(none.querySelector("[data-picked]"));
    }

    /* What the list is narrowed by, in words, where nothing is left of it: each can be taken away alone. */
    function picked(place) {
      place.textContent = "";
      controls().filter(function (name) { return chosen.get(name); }).forEach(function (name) {
        var button = document.createElement("button"), said = inWords(name);
        button.type = "button";
        button.className = "btn";
        button.textContent = said + " \u00d7";
        button.setAttribute("aria-label", place.dataset.picked.replace("%", said));
        button.addEventListener("click", function () {
          set(name, "");
          form.elements[0].focus();
        });
        place.append(button, " ");
      });
    }

    function inWords(name) {
      var control = form.querySelector('select[name="' + name + '"],input[name="' + name + '"]');
      if (control && control.tagName === "INPUT") return "\u201c" + chosen.get(name) + "\u201d";
      if (control) return control.getAttribute("aria-label") + " \u00b7 " + (control.selectedIndex < 0 ? chosen.get(name) : control.selectedOptions[0].text);
      var button = form.querySelector('button[name="' + name + '"][aria-pressed=true]');
      if (!button) return chosen.get(name);
      return button.parentNode.getAttribute("aria-label") + " \u00b7 " + button.firstChild.textContent.trim();
    }

    function controls() {
      var names = new Set();
      form.querySelectorAll("select,input,button[data-value]").forEach(function (control) { names.add(control.name); });
      return Array.from(names);
    }

    function mark() {
      form.querySelectorAll("button[data-value]").forEach(function (button) {
        button.setAttribute("aria-pressed", String((chosen.get(button.name) || "") === button.dataset.value));
      });
      form.querySelectorAll("select,input").forEach(function (control) { control.value = chosen.get(control.name) || ""; });
    }

    function set(name, value) {
      document.querySelectorAll("table.folded").forEach(unfold);
      choose(name, value);
      mark();
      show();
    }

    ["focusin", "pointerenter"].forEach(function (coming) {
      form.addEventListener(coming, function () { if (long) long.expect(); }, { once: true });
    });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.querySelectorAll("select,input").forEach(function (control) {
      control.addEventListener("input", function () { set(control.name, control.value); });
    });
    form.querySelectorAll("button[data-value]").forEach(function (button) {
      button.addEventListener("click", function () { set(button.name, button.dataset.value); });
    });
    document.querySelectorAll("[data-clear]").forEach(function (button) {
      button.addEventListener("click", function () {
        controls().forEach(function (name) { choose(name, ""); });
        mark();
        show();
        form.elements[0].focus();
      });
    });
    mark();
    show();
    return show;
  }

  /* ── columns: those that are not wanted are named in the address ── */
  function heads(table) { return Array.prototype.slice.call(table.tHead.rows[0].cells); }

  /* Columns that are put away on a screen of this width, as long as nobody has chosen: a phone shows records, a desk all. */
  function spare(table) {
    return heads(table).filter(function (head) { return innerWidth > 860 && innerWidth <= +(head.dataset.spare || 0); })
      .map(function (head) { return head.dataset.col; });
  }

  function columns(table, tools) {
    var hidden = chosen.has("hide") ? chosen.get("hide").split(",") : spare(table);
    var box = document.createElement("details");
    var title = document.createElement("summary");
    var all = document.createElement("div");
    box.className = "pick";
    title.textContent = tools.dataset.columns;
    title.className = "btn";
    all.setAttribute("role", "group");
    all.setAttribute("aria-label", tools.dataset.columns);
    heads(table).forEach(function (head, at) {
      if (!head.dataset.col || head.getAttribute("scope") !== "col") return;
      var label = document.createElement("label"), tick = document.createElement("input");
      tick.type = "checkbox";
      tick.value = head.dataset.col;
      tick.checked = hidden.indexOf(tick.value) < 0;
      tick.disabled = head.hasAttribute("data-subject");
      table.classList.toggle("no-" + (at + 1), !tick.checked && !tick.disabled);
      tick.addEventListener("change", function () {
        table.classList.toggle("no-" + (at + 1), !tick.checked);
        var away = Array.prototype.map.call(all.querySelectorAll("input:not(:checked)"), function (one) { return one.value; }).join(",");
        choose("hide", away || (spare(table).length ? "-" : ""));
      });
      label.append(tick, " ", head.textContent.trim());
      all.append(label);
    });
    box.append(title, all);
    box.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") return;
      box.open = false;
      title.focus();
    });
    tools.append(box);
  }

  /* ── CSV: the rows and columns that are shown, as they read ── */
  function reading(node) {
    var said = "", hidden = "";
    node.childNodes.forEach(function (child) {
      if (child.nodeType === 3) { said += child.textContent; return; }
      if (child.nodeType !== 1 || child.hidden || child.getAttribute("aria-hidden") === "true") return;
      if (child.matches("svg")) { said += child.getAttribute("aria-label") || ""; return; }
      if (child.matches(".vh")) { hidden += child.textContent; return; }
      var part = child.matches(".tN") && child.title ? child.title : reading(child);
      var apart = child.matches("small,.l2,.sub2,.strung>span,li,p,div,br") && said.trim() && part;
      said += apart ? " · " + part : part;
    });
    return (said.trim() || hidden).replace(/\s+/g, " ").trim();
  }

  /* A spreadsheet takes what begins with = + - @ for a formula, unless it is a plain number. */
  function safe(text) {
    if (/^[=+\-@\t\r]/.test(text) && !/^[+-]?[0-9][0-9,]*(\.[0-9]+)?%?$/.test(text)) text = "'" + text;
    return /[",\n\r]/.test(text) || /^'/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function csv(table) {
    var shown = heads(table).map(function (head, at) { return table.classList.contains("no-" + (at + 1)) ? -1 : at; })
      .filter(function (at) { return at > -1; });
    var rows = [table.tHead.rows[0]];
    if (long && long.holds(table) && long.begun()) rows = rows.concat(long.rows(table));
    else Array.prototype.forEach.call(table.tBodies, function (body) {
      Array.prototype.forEach.call(body.rows, function (row) {
        if (!row.hidden && !row.classList.contains("grp")) rows.push(row);
      });
    });
    return "\ufeff" + rows.map(function (row) {
      return shown.map(function (at) { return safe(reading(row.cells[at])); }).join(",");
    }).join("\r\n") + "\r\n";
  }

  function download(table, tools, look, label, name) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = look;
    button.textContent = label;
    button.addEventListener("click", function () {
      unfold(table);
      var link = document.createElement("a");
      var address = URL.createObjectURL(new Blob([csv(table)], { type: "text/csv;charset=utf-8" }));
      link.href = address;
      link.download = name + ".csv";
      link.click();
      setTimeout(function () { URL.revokeObjectURL(address); }, 1000);
    });
    tools.append(button);
  }

  /* ── a table that is a list: its heads sort, and it can be taken away; the file is offered in the head of its section ── */
  function listed(table) {
    var width = heads(table).length, rows = bodyRows(table);
    if (rows.length < 2 || rows.some(function (row) { return row.cells.length !== width; })) return;
    if (!table.hasAttribute("data-sort") && !(long && long.follows(table))) {
      heads(table).forEach(function (head) {
        if (!head.textContent.trim()) return;
        var button = document.createElement("button");
        button.type = "button";
        while (head.firstChild) button.append(head.firstChild);
        head.append(button);
      });
      sorting(table);
    }
    if (table === main) return;
    var section = table.closest("section,details"), place = section && section.querySelector("header");
    if (!place || place.querySelector(".csv")) {
      place = document.createElement("div");
      place.className = "ttools noprint";
      (table.closest(".tw") || table).before(place);
    }
    download(table, place, "csv noprint" + (place.querySelector(".more") ? "" : " more"), document.body.dataset.csv,
      table.dataset.list + "-" + year);
  }

  /* ── a long table shows its first rows, or the first of each group; a button, a filter and a link to one of the others show
     all. On paper and without this script all rows are there. ── */
  function folding(table) {
    var rows = bodyRows(table), groups = table.querySelector("tr.grp"), first = groups ? 5 : 12;
    var over = groups ? Array.from(table.tBodies).some(function (body) { return body.rows.length > first + 1; }) : rows.length > first + 3;
    if (!over) return;
    table.classList.add("folded", groups ? "each" : "flat");
    (table.closest(".tw") || table).after(unfolder(table, rows, document.body.dataset.unfold));
  }

  /* A section of many parts shows the first two. */
  function foldingParts(section) {
    var parts = Array.from(section.children).filter(function (part) { return part.matches("section"); });
    if (parts.length < 4) return;
    section.classList.add("folded");
    section.append(unfolder(section, parts, document.body.dataset.unfoldParts));
  }

  var unfolders = new Map();
  function unfolder(folded, parts, words) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn noprint unfold";
    button.textContent = words.replace("%", parts.length.toLocaleString("en"));
    button.addEventListener("click", function () {
      var next = parts.filter(function (part) { return !part.offsetParent && !part.hidden; })[0], link = next && next.querySelector("a,button,summary");
      unfold(folded);
      if (link) link.focus();
    });
    unfolders.set(folded, button);
    return button;
  }

  function bodyRows(table) {
    return Array.from(table.tBodies).reduce(function (all, body) {
      return all.concat(Array.from(body.rows).filter(function (row) { return !row.classList.contains("grp"); }));
    }, []);
  }

  function unfold(folded) {
    folded.classList.remove("folded");
    if (unfolders.has(folded)) unfolders.get(folded).remove();
  }

  function unfoldTarget() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var folded = target && target.parentElement.closest(".folded");
    if (!folded) return;
    for (; folded; folded = target.parentElement.closest(".folded")) unfold(folded);
    target.scrollIntoView();
  }

  /* ── the page ── */
  carry();
  var tools = document.querySelector("[data-tools]");
  var main = tools && tools.nextElementSibling.querySelector("table");
  var whole = document.querySelector("[data-rows]");
  var long = whole && window.crmsiteWhole ? window.crmsiteWhole(whole, {
    chosen: chosen, ordered: ordered, worth: worth, words: words, called: called, owners: owners, tell: tell,
    number: function (value) { return value.toLocaleString("en"); }
  }) : null;
  var refilter = function () { if (long) long.ready().then(function () { long.filter([], []); }); };
  document.querySelectorAll("table[data-sort]").forEach(sorting);
  document.querySelectorAll("form[data-filter]").forEach(function (form) { refilter = filtering(form); });
  if (main) {
    columns(main, tools);
    download(main, tools, "btn", tools.dataset.csv, tools.dataset.tools);
  }
  document.querySelectorAll("table[data-list]").forEach(listed);
  document.querySelectorAll("table[data-fold]").forEach(function (table) {
    if (!(long && (long.holds(table) || long.follows(table)))) folding(table);
  });
  document.querySelectorAll("section[data-fold]").forEach(foldingParts);
  if (chosen.toString()) document.querySelectorAll("table.folded").forEach(unfold);
  addEventListener("hashchange", unfoldTarget);
  unfoldTarget();
})();
