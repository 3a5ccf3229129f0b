/* A list that is longer than its page. Beside each page of the list lies its rows' script; they come when somebody first
   narrows or sorts the list. A row is the numbers of its attributes (first how many) and of its cells, so that a word is looked
   for, and a value compared, once for all rows that have it; only a few rows at a time are made into a table again. */
(function () {
  "use strict";
  var PART = 50;

  window.crmsiteWhole = function (tools, kit) {
    var lists = {}, leads = [], items = [], byName = new Map(), asked = null, begun = false;

    document.querySelectorAll("table[data-rows-of]").forEach(function (table) {
      var list = { name: table.dataset.rowsOf, table: table, lead: table.dataset.follows || "", order: null, kept: [], from: 0, places: {} };
      list.heads = document.querySelector('template[data-heads-of="' + list.name + '"]');
      lists[list.name] = list;
      if (!list.lead) leads.push(list);
    });

    /* ── pieces: each distinct attribute and cell once, with what has been worked out about it ── */
    var marks = pieces(), cells = pieces();

    function pieces() {
      var known = new Map(), all = [];
      return {
        all: all,
        number: function (markup) {
          var at = known.get(markup);
          if (at === undefined) {
            at = all.length;
            known.set(markup, at);
            all.push({ markup: markup });
          }
          return at;
        }
      };
    }

    function decoded(text) {
      return text.replace(/&(?:lt|gt|amp|quot|#34|#39);/g, function (code) {
        return { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#34;": '"', "&#39;": "'" }[code];
      });
    }

    /* An attribute as the script has it, name="value", perhaps with an id behind it. */
    function mark(number) {
      var one = marks.all[number];
      if (one.name === undefined) {
        var told = /^([a-z]+)="([^"]*)"/.exec(one.markup);
        one.name = told ? told[1] : "";
        one.value = told ? decoded(told[2]) : "";
      }
      return one;
    }

    function wordsOf(cell) {
      if (cell.words === undefined) cell.words = decoded(cell.markup.replace(/<[^>]*>/g, " ")).toLowerCase();
      return cell.words;
    }

    /* The customer whose page a cell leads to. */
    function leadsTo(number) {
      var cell = cells.all[number];
      if (cell.whose === undefined) {
        var told = /href="(?:[^"]*\/)?c\/([^"#\/]+)\.html/.exec(cell.markup);
        cell.whose = told ? decodeURIComponent(told[1]) : "";
      }
      return cell.whose;
    }

    window.crmsiteRows = function (found) {
      Object.keys(found).forEach(function (name) {
        if (!lists[name]) return;
        var own = found[name][0].map(marks.number), held = found[name][1].map(cells.number);
        found[name][2].forEach(function (packed) {
          var from = packed[0] + 1;
          var row = { marks: packed.slice(1, from).map(function (at) { return own[at]; }), cells: packed.slice(from).map(function (at) { return held[at]; }) };
          var item = itemOf(mark(row.marks[0]).value);
          item.rows[name] = row;
          if (!lists[name].lead) takeOver(item, row, name);
        });
      });
    };

    function itemOf(name) {
      var item = byName.get(name);
      if (!item) byName.set(name, item = { name: name, rows: {}, order: "", group: 0 });
      return item;
    }

    function takeOver(item, row, name) {
      items.push(item);
      item.lead = name;
      item.marks = row.marks;
      item.cells = row.cells;
      row.marks.forEach(function (at) { if (mark(at).name === "order") item.order = mark(at).value; });
    }

    function markup(row) {
      return "<tr data-" + row.marks.map(function (at) { return marks.all[at].markup; }).join(" data-") + ">" +
        row.cells.map(function (at) { return cells.all[at].markup; }).join("") + "</tr>";
    }

    /* ── fetching ── */
    function load() {
      asked = asked || Promise.all(tools.dataset.rows.split(" ").map(function (name) {
        return new Promise(function (done, failed) {
          var script = document.createElement("script");
          script.src = name;
          script.onload = done;
          script.onerror = failed;
          document.head.appendChild(script);
        });
      })).then(function () {
        items.sort(function (a, b) {
          return a.order < b.order ? -1 : a.order > b.order ? 1 : a.name < b.name ? -1 : 1;
        });
        ranked();
        leads.forEach(function (list) {
          grouped(list);
          list.items = items.filter(function (item) { return item.lead === list.name; });
          prepare(list, Array.prototype.map.call(list.table.tHead.rows[0].cells, function (head, at) {
            return head.querySelector("button") ? at : -1;
          }).filter(function (at) { return at > -1; }));
        });
      });
      return asked;
    }

    /* Puts the rank among all into the column that has it: a page of the list cannot know it. What rows are ranked by stands in
       their order before the first space; equal ones share a rank, and those of the last sort have none. */
    function ranked() {
      var column = tools.dataset.rank, last = "", rank = 0;
      if (column === undefined) return;
      items.forEach(function (item, at) {
        var key = item.order.split(" ")[0];
        if (key.indexOf("Q9") === 0) return;
        if (key !== last) rank = at + 1;
        last = key;
        item.cells[column] = cells.number(cells.all[item.cells[column]].markup
          .replace(/ data-v=""><span class="na">[^<]*<\/span>/, ' data-v="' + -rank + '"><b>' + rank + "</b>"));
      });
    }

    function grouped(list) {
      if (!list.heads) return;
      var names = Array.prototype.map.call(list.heads.content.querySelectorAll("tbody"), function (head) { return head.dataset.of; });
      items.forEach(function (item) {
        item.marks.forEach(function (at) { if (mark(at).name === "tier") item.group = names.indexOf(mark(at).value); });
        if (item.group < 0) item.group = names.indexOf("N");
      });
    }

    /* ── sorting: every distinct cell of a column has a place among all of them, worked out once ── */
    function place(list, column) {
      if (list.places[column]) return list.places[column];
      var found = new Set(list.items.map(function (item) { return item.rows[list.name].cells[column]; })), told = new Map(), read = [];
      found.forEach(function (at) {
        var own = /^[^>]* data-v="([^"]*)"/.exec(cells.all[at].markup);
        if (own) told.set(at, decoded(own[1]));
        else read.push(at);
      });
      var box = document.createElement("template");
      box.innerHTML = read.map(function (at) { return cells.all[at].markup; }).join("");
      read.forEach(function (at, number) { told.set(at, kit.worth(box.content.children[number])); });
      var values = Array.from(new Set(told.values())).filter(function (value) { return value !== ""; });
      values.sort(values.every(function (value) { return !isNaN(value); }) ? function (a, b) { return a - b; } : kit.words.compare);
      var rank = new Map(values.map(function (value, number) { return [value, number]; })), places = new Map();
      told.forEach(function (value, at) { places.set(at, value === "" ? "" : rank.get(value)); });
      list.places[column] = places;
      return places;
    }

    /* The columns are made ready one after the other, and then the words to look through, while nothing else waits. */
    function prepare(list, columns) {
      calmly(function () {
        if (!columns.length) return spell(0);
        place(list, columns[0]);
        prepare(list, columns.slice(1));
      });
    }

    function spell(from) {
      if (from >= cells.all.length) return;
      cells.all.slice(from, from + 4000).forEach(wordsOf);
      calmly(function () { spell(from + 4000); });
    }

    function calmly(work) { (window.requestIdleCallback || setTimeout)(work); }

    /* Rows stand by group, then by the place of their cell, absent values last both ways; the order that they had decides between
       equal ones. All three make one number, so that numbers are sorted and no rows. */
    function arrange(list) {
      var head = list.table.querySelector("th[aria-sort]"), found = list.items, many = found.length;
      if (head) {
        var column = head.cellIndex, places = place(list, column), up = head.getAttribute("aria-sort") === "ascending";
        var keys = new Float64Array(many);
        found.forEach(function (item, at) {
          var where = places.get(item.rows[list.name].cells[column]);
          if (where === "") where = many;
          else if (!up) where = many - 1 - where;
          keys[at] = ((list.heads ? item.group : 0) * (many + 1) + where) * many + at;
        });
        list.order = Array.from(keys.sort(), function (key) { return found[key % many]; });
      } else list.order = list.heads ? found.slice().sort(function (a, b) { return a.group - b.group; }) : found;
    }

    /* ── narrowing ── */
    function narrow(names, wanted) {
      var fitting = names.map(function (name) {
        var value = " " + kit.chosen.get(name) + " ";
        return marks.all.map(function (one, at) { return mark(at).name === name && (" " + one.value + " ").indexOf(value) > -1; });
      });
      var spoken = wanted.map(function (word) {
        return {
          cells: cells.all.map(function (cell) { return wordsOf(cell).indexOf(word) > -1; }),
          marks: marks.all.map(function (one, at) { return mark(at).name === "q" && one.value.toLowerCase().indexOf(word) > -1; }),
          word: word
        };
      });
      items.forEach(function (item) {
        item.kept = fitting.every(function (fits) { return item.marks.some(function (at) { return fits[at]; }); }) &&
          spoken.every(function (said) {
            return item.cells.some(function (at) { return said.cells[at]; }) || item.marks.some(function (at) { return said.marks[at]; }) ||
              kit.called(item.name, said.word);
          });
      });
      leads.forEach(function (list) {
        if (!list.order) arrange(list);
        list.kept = list.order.filter(function (item) { return item.kept; });
        list.from = 0;
        show(list);
      });
      var kept = items.filter(function (item) { return item.kept; });
      matrix(kept);
      return [kept.length, items.length];
    }

    /* ── showing ── */
    function fill(list, part) {
      var rows = part.filter(function (item) { return item.rows[list.name]; });
      var drawn = function (some) { return some.map(function (item) { return markup(item.rows[list.name]); }).join(""); };
      if (list.heads) {
        Array.from(list.table.tBodies).forEach(function (body) { body.remove(); });
        Array.from(list.heads.content.querySelectorAll("tbody")).forEach(function (head, group) {
          var some = rows.filter(function (item) { return item.group === group; });
          if (!some.length) return;
          var body = list.table.appendChild(document.importNode(head, true));
          body.insertAdjacentHTML("beforeend", drawn(some));
        });
      } else list.table.tBodies[0].innerHTML = drawn(rows);
      var frame = list.table.closest(".tw");
      if (list.lead && frame) frame.hidden = !rows.length;
    }

    function show(list) {
      var part = list.kept.slice(list.from, list.from + PART), pager = list.pager;
      Object.keys(lists).forEach(function (name) { if (lists[name] === list || lists[name].lead === list.name) fill(lists[name], part); });
      if (!pager) {
        pager = list.pager = document.createElement("nav");
        pager.className = "pag noprint";
        pager.setAttribute("aria-label", tools.dataset.pages + (leads.length > 1 ? " " + list.table.caption.textContent : ""));
        pager.append(step(list, -1, tools.dataset.before), document.createElement("span"), step(list, 1, tools.dataset.after));
        list.table.parentNode.after(pager);
      }
      pager.hidden = list.kept.length <= PART;
      pager.children[0].disabled = list.from === 0;
      pager.children[2].disabled = list.from + PART >= list.kept.length;
      pager.children[1].textContent = tools.dataset.range.replace("%1", list.from + 1)
        .replace("%2", Math.min(list.from + PART, list.kept.length)).replace("%3", list.kept.length);
    }

    function step(list, by, label) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = label;
      button.addEventListener("click", function () {
        list.from = Math.max(0, list.from + by * PART);
        show(list);
        kit.tell(list.pager.children[1].textContent);
      });
      return button;
    }

    /* ── the matrix of needs: in each place the first of those that are kept, and how many more ── */
    function matrix(kept) {
      var mx = document.querySelector(".mx[data-chips]");
      if (!mx) return;
      var places = {}, quadrants = {}, given = {}, told = { importance: columnOf("importance"), urgency: columnOf("urgency"), quadrant: columnOf("quadrant") };
      kept.forEach(function (item) {
        var quadrant = valueOf(item, told.quadrant), at = valueOf(item, told.importance) + " " + valueOf(item, told.urgency);
        (places[at] = places[at] || []).push(item);
        quadrants[quadrant] = (quadrants[quadrant] || 0) + 1;
      });
      document.querySelectorAll("[data-quadrant-list] li").forEach(function (line) { line.remove(); });
      mx.querySelectorAll(".cell").forEach(function (cell) {
        var held = places[cell.dataset.at] || [], most = +mx.dataset.chips;
        cell.textContent = "";
        held.slice(0, most).forEach(function (item) {
          var quadrant = valueOf(item, told.quadrant);
          var said = parts(item);
          cell.append(chip(item, said));
          given[quadrant] = (given[quadrant] || 0) + 1;
          document.querySelector('[data-quadrant-list="' + quadrant + '"]').append(line(item, said));
        });
        if (held.length > most) cell.append(more(held.length - most));
      });
      document.querySelectorAll("[data-quadrant-list]").forEach(function (list) {
        var left = (quadrants[list.dataset.quadrantList] || 0) - (given[list.dataset.quadrantList] || 0);
        if (left) list.append(node("li", "", more(left)));
      });
      kano(kept);
      document.querySelectorAll("[data-quadrant]").forEach(function (count) { count.textContent = quadrants[count.dataset.quadrant] ? kit.number(quadrants[count.dataset.quadrant]) : count.dataset.nought; });
    }

    /* The lists of Kano classes: in each the first of those that are kept, and how many in all. */
    function kano(kept) {
      var column = columnOf("kano");
      document.querySelectorAll("[data-kano-list]").forEach(function (list) {
        var name = list.dataset.kanoOf.toLowerCase(), most = +list.dataset.kanoList;
        var held = kept.filter(function (item) { return wordsOf(cells.all[item.cells[column]]).trim() === name; });
        list.textContent = "";
        held.slice(0, most).forEach(function (item) {
          var said = parts(item), link = node("a", "q", said.words), high = valueOf(item, columnOf("importance")), soon = valueOf(item, columnOf("urgency"));
          link.href = said.href;
          list.append(node("li", "", node("span", "", high && soon ? high + " \u00d7 " + soon : tools.dataset.noScore)));
          list.lastChild.append(link);
        });
        if (held.length > most) list.append(node("li", "xs", more(held.length - most)));
        var count = list.closest("section").querySelector("[data-kano]");
        count.textContent = held.length ? kit.number(held.length) : count.dataset.nought;
      });
    }

    function columnOf(name) { return document.querySelector('table[data-rows-of="needs"] th[data-col="' + name + '"]').cellIndex; }

    function valueOf(item, column) {
      var cell = cells.all[item.cells[column]];
      if (cell.value === undefined) {
        var told = / data-v="([^"]*)"/.exec(cell.markup);
        cell.value = told ? told[1] : "";
      }
      return cell.value;
    }

    function node(tag, look, inside) {
      var made = document.createElement(tag);
      made.className = look;
      if (inside) made.append(inside);
      return made;
    }

    function more(count) {
      var link = node("a", "xs", tools.dataset.more.replace("%", kit.number(count)));
      link.href = "#t2";
      return link;
    }

    /* What a chip says stands in the need's row: whose it is, its Kano class, its short wording or the whole. */
    function parts(item) {
      var row = document.createElement("template");
      row.innerHTML = markup(item.rows.needs);
      row = row.content.firstElementChild;
      var who = row.querySelector(".who a"), lead = row.querySelector(".lead"), short = lead.querySelector(".sh"), kano = row.cells[columnOf("kano")];
      var words = document.createDocumentFragment();
      Array.from((short || lead).childNodes).forEach(function (one) { if (one.nodeType !== 1 || !one.matches(".sub2,.sh")) words.append(one.cloneNode(true)); });
      return { href: who.getAttribute("href"), who: who.cloneNode(true), words: words, whole: lead.firstChild.textContent.trim(),
        kano: kano.querySelector(".na") ? tools.dataset.noKano : kano.textContent };
    }

    function named(told, tag) {
      var made = node(tag, "");
      told.who.childNodes.forEach(function (one) { made.append(one.cloneNode(true)); });
      return made;
    }

    function chip(item, told) {
      var made = node("a", "chip"), head = node("span", "id");
      head.append(named(told, "em"), node("em", "", told.kano));
      made.append(head, told.words);
      made.href = told.href;
      made.title = told.whole;
      made.dataset.item = item.name;
      return made;
    }

    function line(item, told) {
      var made = node("li", ""), below = node("span", "l"), who = node("span", "strung");
      who.append(named(told, "span"), node("span", "", told.kano));
      below.append(who, node("span", "", tools.dataset.both.replace("%1", valueOf(item, columnOf("importance"))).replace("%2", valueOf(item, columnOf("urgency")))));
      made.append(told.whole, below);
      made.dataset.item = item.name;
      return made;
    }

    return {
      /* Fetches the rows; to be waited for before they are narrowed. */
      ready: function () {
        begun = true;
        return load();
      },
      /* Shows what a filter keeps; tells how many of how many. */
      filter: function (names, wanted) {
        document.querySelectorAll("[data-scope]").forEach(function (scope) { scope.hidden = true; });
        return narrow(names, wanted);
      },
      holds: function (table) { return Boolean(lists[table.dataset.rowsOf]); },
      follows: function (table) { return Boolean(lists[table.dataset.rowsOf] && lists[table.dataset.rowsOf].lead); },
      sort: function (table) {
        lists[table.dataset.rowsOf].order = null;
        begun = true;
      },
      begun: function () { return begun; },
      /* The customers whose items they are. */
      ids: function () {
        return items.map(function (item) {
          if (item.whose === undefined) {
            item.whose = item.cells.map(leadsTo).filter(Boolean)[0] || "";
            kit.owners.set(item.name, item.whose);
          }
          return item.whose;
        }).filter(Boolean);
      },
      /* Fetches the rows before they are asked for: whoever goes to the filters will want them. */
      expect: function () { load().catch(function () { /* told when they are asked for */ }); },
      /* Returns all rows of a table that the filter keeps, as elements. */
      rows: function (table) {
        var list = lists[table.dataset.rowsOf], lead = list.lead ? lists[list.lead] : list, made = document.createElement("table");
        made.innerHTML = "<tbody>" + lead.kept.filter(function (item) { return item.rows[list.name]; })
          .map(function (item) { return markup(item.rows[list.name]); }).join("") + "</tbody>";
        return Array.prototype.slice.call(made.rows);
      }
    };
  };
})();
