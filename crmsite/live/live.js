// Reloads the page when the site was built anew, and says when the records are broken. Served by `crmsite serve` alone:
// it is put into responses, never into files.
(function () {
  "use strict";
  var script = document.currentScript;
  var query = new URL(script.src).searchParams;
  var generation = query.get("g");
  var mark = query.get("m");
  var onFaults = location.pathname === "/_crmsite/faults";
  var chinese = document.documentElement.lang.indexOf("zh") === 0;

  function words(state) {
    if (chinese) {
      return "记录有 " + state.count + " 处错误，这是上一次正确的页面。";
    }
    return state.count + (state.count === 1 ? " error" : " errors") + " in the records; this is the last good page.";
  }

  function banner(state) {
    var old = document.getElementById("crmsite-live");
    if (old) {
      old.remove();
    }
    if (!state.count || onFaults) {
      return;
    }
    var bar = document.createElement("div");
    bar.id = "crmsite-live";
    bar.setAttribute("role", "status");
    bar.appendChild(document.createTextNode(words(state) + " "));
    var link = document.createElement("a");
    link.href = "/_crmsite/faults";
    link.textContent = chinese ? "查看" : "See them";
    link.addEventListener("click", function () {
      sessionStorage.setItem("crmsite-live-back", location.pathname + location.hash);
    });
    bar.appendChild(link);
    document.body.appendChild(bar);
  }

  var source = new EventSource("/_crmsite/events");
  source.onmessage = function (event) {
    var state = JSON.parse(event.data);
    if (onFaults && !state.count) {
      location.replace(sessionStorage.getItem("crmsite-live-back") || "/");
    } else if (String(state.generation) !== generation || (onFaults && state.mark !== mark)) {
      location.reload();
    } else {
      banner(state);
    }
  };
  addEventListener("pagehide", function () {
    source.close();
  });
  addEventListener("pageshow", function (event) {
    if (event.persisted) {
      location.reload();
    }
  });
})();
