// Light or dark before anything is painted: the reader's choice, else the system's.
(function () {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  function apply() {
    const chosen = localStorage.getItem("pb-theme");
    root.setAttribute("data-bs-theme", chosen || (system.matches ? "dark" : "light"));
  }
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    localStorage.setItem("pb-theme", root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark");
    apply();
  });
})();
