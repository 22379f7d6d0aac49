// A small, strict reader of our own HTML: which tags and attributes a page holds, and whether they
// nest. Whatever it does not know is a problem.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::testing {

// What is wrong with the page; empty: nothing.
inline std::vector<std::string> html_problems(std::string_view html) {
  static const std::set<std::string, std::less<>> allowed{
      "html",   "head", "meta", "title", "style",  "body",  "main", "header",     "nav",  "section",
      "h1",     "h2",   "h3",   "h4",    "h5",     "h6",    "p",    "div",        "span", "a",
      "ul",     "ol",   "li",   "table", "thead",  "tbody", "tr",   "th",         "td",   "input",
      "strong", "em",   "hr",   "br",    "footer", "code",  "pre",  "blockquote", "del"};
  static const std::set<std::string, std::less<>> alone{"meta", "input", "br", "hr"};
  static const std::set<std::string, std::less<>> attributes{
      "lang", "charset", "http-equiv", "content", "name",     "dir",        "class", "id",
      "href", "type",    "align",      "checked", "disabled", "aria-label", "start"};
  std::vector<std::string> problems;
  std::vector<std::string> open;
  if (html.starts_with("<!DOCTYPE html>\n")) html.remove_prefix(16);
  while (true) {
    const std::size_t at = html.find('<');
    if (at == std::string_view::npos) break;
    const std::size_t end = html.find('>', at);
    if (end == std::string_view::npos) return {"a tag is not closed"};
    std::string_view tag = html.substr(at + 1, end - at - 1);
    html.remove_prefix(end + 1);
    const bool closes = tag.starts_with('/');
    if (closes) tag.remove_prefix(1);
    const std::string name(tag.substr(0, tag.find_first_of(" /")));
    if (!allowed.contains(name)) problems.push_back("tag <" + std::string(tag) + ">");
    if (closes) {
      if (open.empty() || open.back() != name) problems.push_back("misplaced </" + name + ">");
      if (!open.empty()) open.pop_back();
      continue;
    }
    if (!alone.contains(name)) open.push_back(name);
    tag.remove_prefix(name.size());
    while (!tag.empty() && tag != " /" && tag != "/") {
      const std::size_t equals = tag.find("=\"");
      if (tag[0] != ' ' || equals == std::string_view::npos) {
        problems.push_back("attributes of <" + name + std::string(tag) + ">");
        break;
      }
      const std::string attribute(tag.substr(1, equals - 1));
      const std::size_t quote = tag.find('"', equals + 2);
      const std::string_view value = tag.substr(equals + 2, quote - equals - 2);
      if (!attributes.contains(attribute)) problems.push_back("attribute " + attribute);
      const bool safe_link = value.starts_with('#') || value.starts_with("https://") ||
                             value.starts_with("http://") || value.starts_with("mailto:");
      if (attribute == "href" && !safe_link) problems.push_back("link to " + std::string(value));
      tag.remove_prefix(quote + 1);
    }
    if (name == "style") html.remove_prefix(std::min(html.find("</style>"), html.size()));
  }
  for (const std::string& name : open) problems.push_back("<" + name + "> is not closed");
  return problems;
}

}  // namespace execassist::testing
