// The style of the page of materials. Private to html_page.cpp, which names its digest in the
// page's content policy: no other style counts.
#pragma once

#include <string_view>

namespace execassist::render {

inline constexpr std::string_view kPageStyle = R"CSS(
:root {
  color-scheme: light dark;
  --ink: #1c2330; --soft: #5b6576; --line: #e2e6ec; --paper: #ffffff; --ground: #f3f5f8;
  --accent: #1f5fbf; --fact: #1b6b46; --fact-ground: #e6f4ec;
  --guess: #8a5200; --guess-ground: #fdf1de;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e8ef; --soft: #98a3b5; --line: #2c3442; --paper: #171c25; --ground: #0f1319;
    --accent: #7fb0ff; --fact: #7fd3a5; --fact-ground: #163226;
    --guess: #f2bd70; --guess-ground: #3a2a10;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: break-word;
}
main { max-width: 46rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
header h1 { font-size: 1.6rem; line-height: 1.25; margin: .25rem 0; letter-spacing: -.01em; }
header p { margin: .15rem 0; color: var(--soft); }
.legend { font-size: .85rem; }
nav { display: flex; flex-wrap: wrap; gap: .4rem; margin: 1rem 0; }
nav a {
  padding: .4rem .8rem; border: 1px solid var(--line); border-radius: 99px;
  background: var(--paper); color: var(--accent); text-decoration: none; font-size: .9rem;
}
section {
  background: var(--paper); border: 1px solid var(--line); border-radius: 12px;
  padding: 1rem 1.1rem 1.1rem; margin: 0 0 1rem;
}
h2 { font-size: 1.25rem; margin: .1rem 0 .6rem; color: var(--accent); }
h3 { font-size: 1.05rem; margin: 1.3rem 0 .4rem; padding-top: .2rem; }
h4, h5, h6 { font-size: 1rem; margin: 1rem 0 .3rem; }
p { margin: .5rem 0; }
ul, ol { margin: .4rem 0; padding-left: 1.25rem; }
li { margin: .3rem 0; }
li > ul, li > ol { margin: .1rem 0 .3rem; }
li:has(> input[type="checkbox"]) { list-style: none; margin-left: -1.25rem; }
input[type="checkbox"] { margin: 0 .35rem 0 0; vertical-align: -.1em; accent-color: var(--accent); }
a { color: var(--accent); }
hr { border: 0; border-top: 1px solid var(--line); margin: 1rem 0; }
blockquote { margin: .6rem 0; padding: .1rem .9rem; border-left: 3px solid var(--line); color: var(--soft); }
.table { overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem .45rem 0; border-bottom: 1px solid var(--line); overflow-wrap: normal; }
[align="right"], .table .mark { white-space: nowrap; }
th { color: var(--soft); font-weight: 600; font-size: .8rem; }
th:last-child, td:last-child { padding-right: 0; }
[align="right"] { text-align: right; }
tr:last-child td { border-bottom: 0; }
.mark {
  display: inline-block; font-size: .72rem; line-height: 1.3; padding: .05rem .42rem; margin-left: .15rem;
  border-radius: 99px; border: 1px solid transparent; vertical-align: .08em; max-width: 100%;
}
.fact { color: var(--fact); background: var(--fact-ground); }
.suggestion { color: var(--guess); background: var(--guess-ground); border: 1px dashed currentColor; }
footer { color: var(--soft); font-size: .82rem; padding: 0 .2rem; }
@media (max-width: 30rem) {
  main { padding: .9rem .7rem 2rem; }
  section { padding: .8rem .85rem; border-radius: 10px; }
  header h1 { font-size: 1.35rem; }
  table { font-size: .9rem; }
}
@page { size: A4; margin: 16mm 15mm; }
@media print {
  :root {
    --ink: #000000; --soft: #444444; --line: #bbbbbb; --paper: #ffffff; --ground: #ffffff;
    --accent: #000000; --fact: #333333; --fact-ground: transparent;
    --guess: #333333; --guess-ground: transparent;
  }
  body { font-size: 10.5pt; line-height: 1.4; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  section { border: 0; border-radius: 0; padding: 0; margin: 0 0 8mm; }
  section.notes { break-before: page; }
  h2 { font-size: 15pt; border-bottom: 1px solid var(--line); padding-bottom: 1mm; }
  h2, h3, h4 { break-after: avoid; }
  li, tr, blockquote { break-inside: avoid; }
  thead { display: table-header-group; }
  p, li { orphans: 2; widows: 2; }
  .table { overflow: visible; }
  th, td { overflow-wrap: anywhere; min-width: 5.2em; }
  .table .mark { white-space: normal; }
  .mark { border-color: var(--line); padding: 0 .3rem; }
  .suggestion { border: 1px dashed #777777; }
  a { color: inherit; text-decoration: none; }
}
)CSS";

}  // namespace execassist::render
