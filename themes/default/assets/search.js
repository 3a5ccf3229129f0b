/* Search: from a few letters to a page. The index lies beside this script in search/: a root, shards of entries, and lists
   that tell which shards hold which pieces of text. Scripts are loaded as they are needed, so that it works from a folder
   too. ARCHITECTURE.md says how a query is answered. */
(function () {
  "use strict";
  var box = document.getElementById("find");
  if (!box) return;
  var list = document.getElementById("found");
  var told = document.getElementById("find-told");
  var words = {};  /* what is said: the box's data-say-NAME */
  Object.keys(box.dataset).forEach(function (name) { if (/^say/.test(name)) words[name.slice(3).toLowerCase()] = box.dataset[name]; });
  var lang = document.documentElement.lang;
  var zh = /^zh/.test(lang);
  var folder = document.currentScript.src.replace(/search\.js.*$/, "search/");
  var start = document.querySelector(".brand").getAttribute("href").replace(/index\.html$/, "");
  var SHOWN = { customer: 10, place: 6, n: 8, a: 6 };
  var ENOUGH = 60, HEADS = 16, WORKS = 8;

  /* ── files ── */
  var got = {}, asked = {};
  window.crmsiteFound = function (name, content) { got[name] = content; };

  function load(name) {
    asked[name] = asked[name] || new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = folder + name + ".js";
      script.onload = function () { done(got[name]); };
      script.onerror = function () { delete asked[name]; failed(new Error(name)); };
      document.head.appendChild(script);
    });
    return asked[name];
  }

  function numbered(letter, number) { return letter + (number < 16 ? "0" : "") + number.toString(16); }

  /* The checksum that deals customers to shards and pieces of text to lists: CRC-32 of the UTF-8 bytes. */
  function checksum(text) {
    var crc = -1;
    new TextEncoder().encode(text).forEach(function (byte) {
      crc ^= byte;
      for (var bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    });
    return (crc ^ -1) >>> 0;
  }

  /* ── entries, parsed once ── */
  var heads = {}, works = {};
  function plain(text) { return text.normalize("NFKC").toLowerCase(); }
  function lines(name) { return got[name] ? got[name].split("\n") : []; }

  function headsOf(number) {
    heads[number] = heads[number] || lines(numbered("h", number)).map(function (line) {
      var part = line.split("\t");
      return {
        id: part[0], tier: part[1],
        names: [{ zh: true, text: part[2], sounds: part[6] }, { text: part[3] }, { zh: true, text: part[4], sounds: part[7] },
          { text: part[5] }].concat((part[8] || "").split(" | ").map(function (name) { return { text: name, other: true }; }),
          { text: part[0], id: true }).filter(function (name) { return name.text; }).map(prepared)
      };
    });
    return heads[number];
  }

  function worksOf(number) {
    works[number] = works[number] || lines(numbered("w", number)).map(function (line) {
      var part = line.split("\t");
      return {
        kind: part[0], customer: part[1], id: part[2],
        names: [{ zh: true, text: part[3] }, { text: part[4] }, { text: part[2], id: true }]
          .filter(function (name) { return name.text; }).map(prepared)
      };
    });
    return works[number];
  }

  function prepared(name) {
    name.plain = plain(name.text);
    name.spoken = name.sounds ? name.sounds.split(" ") : null;
    return name;
  }

  /* ── matching: the worst of its words ranks an entry; each word is marked where it was found ── */
  function letters(piece) { return /^[a-z0-9]/.test(piece); }

  /* A word of two letters, and in longer texts any word of letters, is looked for at the start of words only. */
  function position(text, term, inside) {
    var free = !letters(term) || (inside ? /^[a-z0-9]{3}/ : /^(?=[a-z]*[0-9])[a-z0-9]{3}/).test(term);
    for (var at = text.indexOf(term); at > -1; at = text.indexOf(term, at + 1)) {
      if (free || at === 0 || !letters(text[at - 1])) return at;
    }
    return -1;
  }

  function spoken(name, term) {
    var sounds = name.spoken, initials = "", places = [];
    for (var i = 0; i < sounds.length; i++) {
      if (!sounds[i]) continue;
      initials += sounds[i][0];
      places.push(i);
    }
    for (var first = 0; first < places.length; first++) {
      var ahead = "";
      for (var last = first; last < places.length && ahead.length < term.length; last++) ahead += sounds[places[last]];
      if (ahead.indexOf(term) === 0) return { rank: first ? 4 : 3, from: places[first], to: places[last - 1] + 1 };
    }
    var at = initials.indexOf(term);
    return at < 0 ? null : { rank: at ? 4 : 3, from: places[at], to: places[at + term.length - 1] + 1 };
  }

  function found(name, term, inside) {
    if (name.id && name.plain === term) return { rank: 0, from: 0, to: name.text.length };
    var at = position(name.plain, term, inside);
    if (at > -1) {
      var same = name.plain.length === name.text.length;
      return { rank: at ? 2 : 1, from: same ? at : 0, to: same ? at + term.length : 0 };
    }
    return name.spoken && /^[a-z]{2,}$/.test(term) ? spoken(name, term) : null;
  }

  function match(entry, terms, inside) {
    var rank = 0, marks = [];
    for (var t = 0; t < terms.length; t++) {
      var best = null;
      for (var n = 0; n < entry.names.length; n++) {
        var hit = found(entry.names[n], terms[t], inside);
        if (hit && (!best || hit.rank < best.rank)) { best = hit; best.name = entry.names[n]; }
      }
      if (!best) return null;
      rank = Math.max(rank, best.rank);
      marks.push(best);
    }
    return { entry: entry, rank: rank, marks: marks };
  }

  /* ── which shards: the pieces of text that each of them must know ── */
  function pieces(term) { return term.match(/[a-z0-9]+|[^\x00-\x7f\s]+/g) || []; }

  function grams(term, mark) {
    var all = [];
    pieces(term).forEach(function (piece) {
      if (letters(piece)) {
        if (piece.length === 2) all.push(mark + piece);
        else if (mark === "n" || /[0-9]/.test(piece)) {
          for (var i = 0; i + 3 <= piece.length; i++) all.push(mark + piece.slice(i, i + 3));
        } else if (piece.length > 2) all.push(mark + piece.slice(0, 3));
        return;
      }
      piece.split(/[^\p{L}\p{N}]+/u).forEach(function (run) {
        var chars = Array.from(run);
        if (chars.length === 1) all.push(mark + run);
        for (var i = 0; i + 2 <= chars.length; i++) all.push(mark + chars[i] + chars[i + 1]);
      });
    });
    return all;
  }

  function ways(term) {
    var any = [grams(term, "n")];
    if (/^[a-z]{2,}$/.test(term)) {
      var initials = [];
      for (var i = 0; i + 3 <= term.length; i++) initials.push("i" + term.slice(i, i + 3));
      any.push(term.length === 2 ? ["i" + term] : initials, ["p" + term.slice(0, 3)]);
    }
    return any;
  }

  function beginning(term) {
    var first = pieces(term)[0] || "";
    if (!first || term.indexOf(first) !== 0) return null;
    if (letters(first)) return first.length > 2 ? ["s" + first.slice(0, 3)] : null;
    var chars = Array.from(first);
    return chars.length > 1 ? ["s" + chars[0] + chars[1]] : null;
  }

  var lists = {};
  function bits(gram, root) {
    var name = numbered("g", checksum(gram) % root.lists);
    return load(name).then(function (text) {
      lists[name] = lists[name] || new Map(text ? text.split("\n").map(function (line) { return line.split(" "); }) : []);
      return BigInt("0x" + (lists[name].get(gram) || "0"));
    });
  }

  function every(all, root) {
    return Promise.all(all.map(function (gram) { return bits(gram, root); })).then(function (found) {
      return found.reduce(function (a, b) { return a & b; }, (1n << BigInt(root.shards)) - 1n);
    });
  }

  function some(any, root) {
    return Promise.all(any.map(function (all) { return every(all, root); })).then(function (found) {
      return found.reduce(function (a, b) { return a | b; }, 0n);
    });
  }

  /* Returns the shards that may hold all words, as bits. A single shard is looked through in any case. */
  function shards(terms, root, of) {
    if (!root.lists) return Promise.resolve(1n);
    return Promise.all(terms.map(function (term) { return some(of(term), root); })).then(function (found) {
      return found.reduce(function (a, b) { return a & b; });
    });
  }

  function numbers(mask) {
    var all = [];
    for (var number = 0; mask; number++, mask >>= 1n) if (mask & 1n) all.push(number);
    return all;
  }

  /* ── answering ── */
  var turn = 0, root = null;

  function search(text) {
    var mine = ++turn;
    var terms = plain(text).replace(/([a-z])'(?=[a-z])/g, "$1").split(/\s+/).filter(Boolean);
    if (!terms.some(function (term) { return term.length > 1 || /[^\x00-\x7f]/.test(term); })) return close();
    var current = function () { return mine === turn; };
    load("root").then(function (found) {
      root = found;
      root.ready = root.ready || root.places.map(ready);
      return customers(terms, text.trim(), current);
    }).then(function (named) {
      if (!named || !current()) return null;
      var all = { customer: named, place: places(terms), n: [], a: [] };
      if (named.length) show(text, all, false);
      return done(terms, current).then(function (work) {
        if (!current()) return;
        all.n = work.filter(function (hit) { return hit.entry.kind === "n"; });
        all.a = work.filter(function (hit) { return hit.entry.kind === "a"; });
        show(text, all, true);
      });
    }).catch(function () { if (current()) say(words.failed); });
  }

  /* Opens shards a few at a time, until there is enough; the shards in which most is expected come first. */
  function through(order, batch, letter, look, current) {
    var hits = [];
    function next() {
      if (!current() || !order.length || hits.length >= ENOUGH) return Promise.resolve(hits);
      var part = order.splice(0, batch);
      var files = part.map(function (number) { return numbered("h", number); });
      if (letter === "w") files = files.concat(part.map(function (number) { return numbered("w", number); }));
      return Promise.all(files.map(load)).then(function () {
        part.forEach(function (number) { hits = hits.concat(look(number)); });
        return next();
      });
    }
    return next();
  }

  function customers(terms, text, current) {
    var own = [text, text.toUpperCase()].map(function (id) { return checksum(id) % root.shards; });
    var first = beginning(terms[0]);
    return Promise.all([
      shards(terms, root, ways),
      root.lists && first ? every(first, root) : 0n
    ]).then(function (found) {
      var order = numbers(found[0] & found[1]).concat(numbers(found[0] & ~found[1]));
      if (root.lists) order = order.filter(function (number) { return own.indexOf(number) > -1; })
        .concat(order.filter(function (number) { return own.indexOf(number) < 0; }));
      return through(order, HEADS, "h", function (number) { return hitsOf(headsOf(number), terms, true); }, current);
    }).then(function (hits) { return hits.sort(better); });
  }

  function done(terms, current) {
    return shards(terms, root, function (term) { return [grams(term, "w")]; }).then(function (mask) {
      return through(numbers(mask), WORKS, "w", function (number) { return hitsOf(worksOf(number), terms, false); }, current);
    }).then(function (hits) { return hits.sort(better); });
  }

  function hitsOf(entries, terms, inside) {
    return entries.map(function (entry) { return match(entry, terms, inside); }).filter(Boolean);
  }

  function places(terms) {
    return hitsOf(root.ready, terms, true)
      .sort(function (a, b) { return a.rank - b.rank || b.entry.customers - a.entry.customers; });
  }

  function ready(place) {
    var names = [{ zh: true, text: place[2], sounds: place[4] }, { text: place[3] }];
    return { kind: place[0], href: place[1], customers: place[5],
      names: names.filter(function (name) { return name.text; }).map(prepared) };
  }

  function better(a, b) {
    return a.rank - b.rank || tier(a) - tier(b) || (a.entry.id < b.entry.id ? -1 : a.entry.id > b.entry.id ? 1 : 0);
  }

  function tier(hit) {
    var at = root.tiers.indexOf(hit.entry.tier);
    return at < 0 ? root.tiers.length : at;
  }

  /* ── showing ── */
  var active = -1;
  var eager = false;  /* Enter was pressed before there was an answer */

  function node(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function marked(name, marks) {
    var made = node("span", "n");
    if (!name.id && !name.other && Boolean(name.zh) !== zh) made.lang = name.zh ? "zh-CN" : "en";
    var whole = name.spoken ? Array.from(name.text) : name.text;
    var cuts = marks.filter(function (mark) { return mark.name === name && mark.to > mark.from; })
      .sort(function (a, b) { return a.from - b.from; });
    var at = 0;
    cuts.forEach(function (mark) {
      if (mark.from < at) return;
      made.append(part(whole, at, mark.from), node("mark", "", part(whole, mark.from, mark.to)));
      at = mark.to;
    });
    made.append(part(whole, at));
    return made;
  }

  function part(whole, from, to) {
    var cut = whole.slice(from, to);
    return typeof cut === "string" ? cut : cut.join("");
  }

  function own(names) {
    var texts = names.filter(function (name) { return !name.id && !name.other; });
    return texts.filter(function (name) { return Boolean(name.zh) === zh; })[0] || texts[0] || names[0];
  }

  function customerOf(work) {
    var shard = checksum(work.customer) % root.shards;
    return headsOf(shard).filter(function (head) { return head.id === work.customer; })[0];
  }

  function short(head) {
    var names = head.names.filter(function (name) { return !name.id && !name.other && Boolean(name.zh) === zh; });
    return (names[1] || names[0] || own(head.names)).text;
  }

  /* An option: the name in the page's language, then what else it was found by. */
  function option(hit, group) {
    var entry = hit.entry, made = node("div", "o");
    var title = own(entry.names);
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    if (group === "customer") made.append(badge(entry.tier));
    var body = node("span", "b");
    body.append(marked(title, hit.marks));
    var more = node("span", "x");
    var others = hit.marks.map(function (mark) { return mark.name; })
      .filter(function (name, at, all) { return name !== title && !name.id && all.indexOf(name) === at; });
    if (entry.id) more.append(marked(entry.names[entry.names.length - 1], hit.marks));
    if (group === "place") more.append(words[entry.kind] + (entry.customers ? " · " + words.customers.replace("%", entry.customers) : ""));
    if (group === "n" || group === "a") more.append(" · ", short(customerOf(entry)));
    others.forEach(function (name) { more.append(" · ", marked(name, hit.marks)); });
    body.append(more);
    made.append(body);
    made.dataset.href = start + address(entry, group);
    return made;
  }

  function badge(letter) {
    return letter ? node("span", "t small t" + letter, letter) : node("span", "t small tN", "–");
  }

  function address(entry, group) {
    if (group === "place") return entry.href;
    if (group === "customer") return "c/" + entry.id + ".html";
    return "c/" + entry.customer + ".html#" + entry.id;
  }

  function show(text, all, complete) {
    var picked = active > -1 ? options()[active] : null;
    var kept = picked && picked.dataset.href;
    list.textContent = "";
    var order = ["customer", "place", "n", "a"].filter(function (group) { return all[group].length; });
    order.sort(function (a, b) { return (all[a][0].rank > 0) - (all[b][0].rank > 0); });
    var count = 0;
    order.forEach(function (group) {
      var made = node("div", "g");
      var name = node("div", "h", words[group]);
      name.id = "found-" + group;
      made.setAttribute("role", "group");
      made.setAttribute("aria-labelledby", name.id);
      name.setAttribute("role", "presentation");
      made.append(name);
      all[group].slice(0, SHOWN[group]).forEach(function (hit) { made.append(option(hit, group)); });
      count += Math.min(all[group].length, SHOWN[group]);
      if (group === "customer" && all[group].length > SHOWN[group] && all[group][SHOWN[group]].rank < 3) made.append(whole(text));
      list.append(made);
    });
    if (!count && complete) list.append(node("div", "h", words.none.replace("%", text.trim())));
    options().forEach(function (made, at) { made.id = "found-" + at; });
    pick(kept ? options().findIndex(function (made) { return made.dataset.href === kept; }) : -1);
    if (complete) list.dataset.answers = text;
    if (complete) say(count ? words.count.replace("%", count) : words.none.replace("%", text.trim()));
    open();
    if (eager && count) { eager = false; go(options()[0], {}); }
  }

  /* Where more customers fit than are shown, the list shows them all. */
  function whole(text) {
    var made = node("div", "o all", words.all);
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.dataset.href = start + "customers.html?q=" + encodeURIComponent(text.trim());
    return made;
  }

  function options() { return Array.prototype.slice.call(list.querySelectorAll("[role=option]")); }
  function say(text) { told.textContent = text; }

  function open() {
    var at = box.getBoundingClientRect();
    list.hidden = false;
    list.style.top = at.bottom + 4 + "px";
    list.style.maxHeight = "calc(100vh - " + (at.bottom + 16) + "px)";
    box.setAttribute("aria-expanded", "true");
  }

  function close() {
    turn++;
    list.hidden = true;
    list.textContent = "";
    delete list.dataset.answers;
    pick(-1);
    say("");
    box.setAttribute("aria-expanded", "false");
  }

  function pick(at) {
    active = at;
    options().forEach(function (made, place) { made.setAttribute("aria-selected", String(place === at)); });
    if (at < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", "found-" + at);
    options()[at].scrollIntoView({ block: "nearest" });
  }

  function go(made, event) {
    if (!made || !made.dataset.href) return;
    if (event.ctrlKey || event.metaKey) window.open(made.dataset.href, "_blank", "noopener");
    else { close(); location.href = made.dataset.href; }
  }

  box.addEventListener("input", function () { eager = false; search(box.value); });
  box.addEventListener("blur", close);
  box.addEventListener("focus", function () { if (box.value) search(box.value); });
  list.addEventListener("mousedown", function (event) { event.preventDefault(); });
  list.addEventListener("click", function (event) { go(event.target.closest("[role=option]"), event); });
  box.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    var count = options().length;
    if (event.key === "Escape") {
      if (list.hidden) { box.value = ""; box.blur(); } else close();
    } else if (event.key === "Enter") {
      eager = !count && Boolean(box.value.trim());
      go(options()[Math.max(active, 0)], event);
    } else if (event.key === "ArrowDown" && list.hidden) {
      search(box.value);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!count) return;
      var step = event.key === "ArrowDown" ? 1 : -1;
      pick(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count);
    } else return;
    event.preventDefault();
  });
  load("root").catch(function () { say(words.failed); });
  if (box.value) search(box.value);
})();
