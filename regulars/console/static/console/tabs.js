// On a phone the tabs are wider than the page: the one that is open is brought to where it is seen, and the page itself does not move.
document.querySelectorAll(".tabs, .choice").forEach((row) => {
  const open = row.querySelector("[aria-current]");
  if (open) row.scrollLeft += open.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - open.offsetWidth) / 2;
});
