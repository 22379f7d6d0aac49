#include "unit/calendar/occurrence_cases.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace execassist::tests {
namespace {

std::string padded(int number, std::size_t width) {
  std::string out = std::to_string(number);
  return out.size() < width ? std::string(width - out.size(), '0') + out : out;
}

// "%{c3}" is a byte, "%{u*1000}" a thousand of them.
std::string expand_bytes(const std::string& text) {
  const std::size_t open = text.find("%{");
  if (open == std::string::npos) return text;
  const std::size_t close = text.find('}', open);
  const std::string inside = text.substr(open + 2, close - open - 2);
  const std::string bytes = inside.find('*') == 1
                                ? std::string(std::stoul(inside.substr(2)), inside[0])
                                : std::string(1, static_cast<char>(std::stoi(inside, nullptr, 16)));
  return text.substr(0, open) + bytes + expand_bytes(text.substr(close + 1));
}

Instant instant(const std::string& text) {
  std::string whole = text;
  if (whole.size() > 16 && whole[16] != ':') whole.insert(16, ":00");
  const auto found = parse_rfc3339(whole);
  if (!found) throw std::runtime_error("no time: " + text);
  return *found;
}

class Reader {
 public:
  void read(const std::string& line) {
    if (line.starts_with("== ")) {
      cases.emplace_back().name = line.substr(3);
      block_ = Block::none;
    } else if (line.starts_with("  ") && block_ != Block::none) {
      add_to_block(line.substr(2));
    } else if (!line.empty() && line[0] != '#') {
      const std::size_t colon = line.find(':');
      if (cases.empty() || colon == std::string::npos) throw std::runtime_error("stray line");
      set(line.substr(0, colon), std::string(trim(line.substr(colon + 1))));
    }
  }

  std::vector<OccurrenceCase> cases;

 private:
  enum class Block { none, ics, expect };

  void add_to_block(const std::string& line) {
    if (block_ == Block::ics) {
      cases.back().body += expand_bytes(line) + "\n";
      return;
    }
    const std::size_t space = line.find(' ');
    if (space == std::string::npos) throw std::runtime_error("no length: " + line);
    const std::string rest = line.substr(space + 1);
    for (const std::string& start : expand_braces(line.substr(0, space))) {
      cases.back().expected.push_back({instant(start), rest, rest.find(" id=") != std::string::npos,
                                       rest.find(" title=") != std::string::npos});
    }
  }

  void set(const std::string& key, const std::string& value) {
    OccurrenceCase& each = cases.back();
    block_ = key == "ics" ? Block::ics : key == "expect" ? Block::expect : Block::none;
    if (block_ != Block::none) return;
    if (key == "source") {
      each.source = value;
    } else if (key == "zone") {
      each.zone = value;
    } else if (key == "window") {
      each.from = instant(value.substr(0, value.find(' ')));
      each.to = instant(value.substr(value.find(' ') + 1));
    } else if (key == "known") {
      each.known.insert(value);
    } else if (key == "warns") {
      each.warnings.push_back(value);
    } else if (key == "problem") {
      each.problem = value;
    } else {
      throw std::runtime_error("unknown key " + key);
    }
  }

  Block block_ = Block::none;
};

}  // namespace

std::vector<std::string> expand_braces(const std::string& text) {
  const std::size_t open = text.find('{');
  if (open == std::string::npos) return {text};
  const std::size_t close = text.find('}', open);
  std::vector<std::string> out;
  for (const std::string& part : split(text.substr(open + 1, close - open - 1), ',')) {
    const std::size_t dots = part.find("..");
    const std::string low = part.substr(0, dots);
    const int last = std::stoi(dots == std::string::npos ? low : part.substr(dots + 2));
    for (int number = std::stoi(low); number <= last; ++number) {
      const auto rest =
          expand_braces(text.substr(0, open) + padded(number, low.size()) + text.substr(close + 1));
      out.insert(out.end(), rest.begin(), rest.end());
    }
  }
  return out;
}

std::vector<OccurrenceCase> occurrence_cases(const std::string& path) {
  Reader reader;
  std::ifstream input(path, std::ios::binary);
  std::size_t number = 0;
  for (std::string line; std::getline(input, line);) {
    ++number;
    try {
      reader.read(line);
    } catch (const std::exception& error) {
      throw std::runtime_error(path + ":" + std::to_string(number) + ": " + error.what());
    }
  }
  for (OccurrenceCase& each : reader.cases) {
    each.file = std::filesystem::path(path).filename().string();
    std::stable_sort(each.expected.begin(), each.expected.end(),
                     [](const auto& a, const auto& b) { return a.start < b.start; });
    if (each.source.empty() || each.zone.empty() || each.from >= each.to) {
      throw std::runtime_error(path + ": " + each.name + ": source, zone or window is missing");
    }
  }
  return reader.cases;
}

}  // namespace execassist::tests
