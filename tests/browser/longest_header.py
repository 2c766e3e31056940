"""The header of the monitor with the longest words it can say, in the page's own styles."""

from typing import Any

from playwright.sync_api import Page

_AT_ITS_LONGEST = """() => {
  const header = document.querySelector("header.top").cloneNode(true);
  const [where, timing] = [".where .small", ".slot-bar > .small"].map((part) => header.querySelector(part));
  where.textContent = "Sesi 12 · Kamis, 12 November 2026, 08:00 WIB · Gedung Serbaguna Kantor Regional";
  timing.textContent = "Dapat dibuka 08:00 WIB (1:25:00 lagi)";
  const officers = timing.cloneNode();
  officers.textContent = "Identitas diperiksa petugas tiap 15 menit";
  timing.after(officers);
  header.querySelector(":scope > .more > summary").textContent = "Ketua Pengawas Ruang Melati";
  document.body.append(header);
  const acts = [...header.querySelectorAll(".slot-bar > button, .slot-bar > .more")];
  const tops = acts.map((act) => Math.round(act.getBoundingClientRect().top));
  const told = { high: header.offsetHeight, wide: document.documentElement.scrollWidth, tops };
  header.remove();
  return told;
}"""


def faults_at(page: Page, width: int, most: int) -> dict[str, Any]:
    """Higher than `most`, wider than the screen, or the two acts not side by side."""
    page.set_viewport_size({"width": width, "height": 768})
    told: dict[str, Any] = page.evaluate(_AT_ITS_LONGEST)
    first, other = told["tops"]
    return {} if told["high"] <= most and told["wide"] <= width and abs(first - other) < 8 else {"width": width} | told
