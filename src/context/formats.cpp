#include "context/formats.hpp"

#include "context/csv.hpp"
#include "context/line_collector.hpp"
#include "context/outline.hpp"
#include "wire/json.hpp"
#include "yaml/document.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace execassist::context {
namespace {

using wire::Json;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

void take_lines(const LineCollector& collected, ContextItem& item) {
  item.lines = collected.lines();
  item.left_out = collected.left_out();
}

void read_table(std::string_view text, ContextItem& item) {
  CsvReading reading = read_csv(text);
  item.table = std::move(reading.table);
  item.left_out = reading.left_out;
  item.problem = std::move(reading.problem);
}

// The position and the kind of the mistake; the reader's own words may quote the text.
std::string yaml_problem(const std::string& message) {
  constexpr std::string_view kMistake = "not valid YAML";
  // Of a file without a name: ":LINE:COLUMN: why".
  const auto parts = split(message, ':');
  if (parts.size() < 4) return std::string(kMistake);
  const std::string why(trim(std::string_view(message).substr(message.find(": ") + 2)));
  return "line " + parts[1] + ": " + (why.starts_with(kMistake) ? std::string(kMistake) : why);
}

Json tree_of(const yaml::Node& node) {
  switch (node.kind) {
    case yaml::Node::Kind::scalar:
      return Json(node.text);
    case yaml::Node::Kind::list: {
      Json::Array array;
      array.reserve(node.items.size());
      for (const yaml::Node& item : node.items) array.push_back(tree_of(item));
      return Json(std::move(array));
    }
    case yaml::Node::Kind::map: {
      Json::Object object;
      object.reserve(node.items.size());
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        object.emplace_back(node.keys[i].name, tree_of(node.items[i]));
      }
      return Json(std::move(object));
    }
    case yaml::Node::Kind::null:
      break;
  }
  return {};
}

void read_yaml(std::string_view text, ContextItem& item) {
  try {
    const auto root = yaml::parse_document(text, "");
    LineCollector lines;
    if (root) outline(tree_of(*root), lines);
    take_lines(lines, item);
  } catch (const Error& error) {
    item.problem = yaml_problem(error.message());
  }
}

void read_tree(const Json& json, ContextItem& item) {
  LineCollector lines;
  outline(json, lines);
  take_lines(lines, item);
}

// Two blanks are a level, as in the lists of Markdown.
int depth_of(std::string_view line) {
  const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
  return std::min(static_cast<int>(std::min<std::size_t>(blanks, 64) / 2), kMostDepth - 1);
}

void read_text(std::string_view text, ContextItem& item) {
  LineCollector lines;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    const std::string_view line = text.substr(0, end);
    lines.add(depth_of(line), line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  take_lines(lines, item);
}

}  // namespace

std::string format_of_name(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 5> kEndings = {{
      {".csv", "csv"},
      {".tsv", "csv"},
      {".yaml", "yaml"},
      {".yml", "yaml"},
      {".json", "json"},
  }};
  const std::string lower = lower_case(name);
  for (const auto& [ending, format] : kEndings) {
    if (lower.ends_with(ending)) return format;
  }
  return "text";
}

std::string format_of_type(std::string_view media_type) {
  if (media_type.empty() || media_type == "application/octet-stream") return {};
  if (media_type.ends_with("/json") || media_type.ends_with("+json")) return "json";
  if (media_type.ends_with("/csv") || media_type == "text/tab-separated-values") return "csv";
  if (media_type.ends_with("/yaml") || media_type.ends_with("/x-yaml") ||
      media_type.ends_with("+yaml")) {
    return "yaml";
  }
  if (media_type == "text/plain") return {};  // what servers call everything
  if (media_type == "text/markdown" || media_type == "text/x-markdown") return "text";
  return std::string(kNoFormat);
}

void read_as(std::string_view bytes, std::string format, ContextItem& item) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  if (bytes.find('\0') != std::string_view::npos || to_valid_utf8(bytes) != bytes) {
    item.problem = "is not UTF-8 text";
    return;
  }
  if (format.empty() || format == "json") {
    const auto json = wire::parse_json(bytes);
    const bool is_tree = json && (json->is_object() || json->is_array());
    if (format == "json" && !json && !trim(bytes).empty()) {
      item.problem = "is not valid JSON";
      return;
    }
    format = is_tree || format == "json" ? "json" : "text";
    if (format == "json" && json) read_tree(*json, item);
  }
  if (format == "csv") read_table(bytes, item);
  if (format == "yaml") read_yaml(bytes, item);
  if (format == "text") read_text(bytes, item);
  const bool empty = item.table.header.empty() && item.lines.empty();
  if (empty && item.problem.empty()) item.problem = kIsEmpty;
}

std::string size_in_words(std::size_t bytes) {
  constexpr std::size_t kKibibyte = 1024;
  if (bytes % (kKibibyte * kKibibyte) == 0 && bytes > 0) {
    return std::to_string(bytes / kKibibyte / kKibibyte) + " MiB";
  }
  if (bytes % kKibibyte == 0 && bytes > 0) return std::to_string(bytes / kKibibyte) + " KiB";
  return count_of(static_cast<long long>(bytes), "byte");
}

}  // namespace execassist::context
