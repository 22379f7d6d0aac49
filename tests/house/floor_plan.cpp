#include "house/floor_plan.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <sstream>
#include <stdexcept>

namespace execassist::testing {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (const std::string& cell : split(line, '|')) cells.emplace_back(trim(cell));
  if (cells.size() != 7) throw std::runtime_error("floors table: not five columns: " + line);
  return {cells.begin() + 1, cells.end() - 1};
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
}

void read_allowance(Room& room, const std::string& cell) {
  if (cell == "–") return;
  for (const std::string& part : split(cell, ',')) {
    const std::string item(trim(part));
    const std::string last = item.substr(item.rfind('-') + 1);
    if (item == "all") {
      room.highest_floor = room.floor;
    } else if (is_number(last)) {
      room.highest_floor = std::stoi(last);
    } else {
      room.rooms.insert(item);
    }
  }
}

std::vector<std::string> read_headers(const std::string& cell) {
  std::vector<std::string> headers;
  const auto parts = split(cell, '`');
  for (std::size_t i = 1; i < parts.size(); i += 2) headers.push_back(parts[i]);
  return headers;
}

bool matches(const std::string& pattern, std::string_view header) {
  if (!pattern.ends_with('*')) return pattern == header;
  return header.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
}

}  // namespace

FloorPlan::FloorPlan(const std::string& readme) {
  bool inside = false;
  for (const std::string& line : split(readme, '\n')) {
    if (line.starts_with("| floor |")) {
      inside = true;
    } else if (inside && !line.starts_with('|')) {
      break;
    } else if (inside && !line.starts_with("|-")) {
      const auto cells = cells_of(line);
      Room room;
      room.floor = std::stoi(cells[0]);
      read_allowance(room, cells[3]);
      room.headers = read_headers(cells[4]);
      for (const std::string& name : split(cells[1], ',')) rooms_[std::string(trim(name))] = room;
    }
  }
  if (rooms_.empty()) throw std::runtime_error("floors table: not found");
}

std::optional<std::string> FloorPlan::objection_to_room(const std::string& from,
                                                        const std::string& to) const {
  if (from == to) return std::nullopt;
  const auto target = rooms_.find(to);
  if (target == rooms_.end()) return "there is no room " + to;
  const Room& room = rooms_.at(from);
  if (room.rooms.contains(to)) return std::nullopt;
  if (target->second.floor >= room.floor) return to + " is not below " + from;
  if (target->second.floor <= room.highest_floor) return std::nullopt;
  return from + " may not include " + to;
}

std::optional<std::string> FloorPlan::objection_to_header(const std::string& file,
                                                          const std::string& room,
                                                          std::string_view header) const {
  const bool standard = header.find_first_of("./") == std::string_view::npos;
  if (standard) return std::nullopt;
  if (file.starts_with("include/")) return "include/ names no third-party header";
  const auto& allowed = rooms_.at(room).headers;
  const bool named = std::any_of(allowed.begin(), allowed.end(), [header](const auto& pattern) {
    return matches(pattern, header);
  });
  if (named) return std::nullopt;
  return room + " may not name this header";
}

std::optional<std::string> FloorPlan::objection(const std::string& file,
                                                const std::string& include) const {
  const std::string room = room_of(file);
  if (!rooms_.contains(room)) return "there is no room " + room;
  const std::string path = include.substr(1, include.size() - 2);
  const auto words = split(path, '/');
  if (include.front() == '<') {
    if (words.size() == 3 && words[0] == "execassist") return objection_to_room(room, words[1]);
    return objection_to_header(file, room, path);
  }
  if (words.size() != 2) return "write it as \"room/file.hpp\"";
  if (file.starts_with("include/")) return "include/ stands alone";
  return objection_to_room(room, words[0]);
}

std::string room_of(const std::string& file) {
  const auto words = split(file, '/');
  if (words.size() == 4 && words[0] == "include") return words[2];
  if (words.size() == 3) return words[1];
  return words.back().substr(0, words.back().find('.'));
}

std::vector<std::string> includes_in(const std::string& text) {
  std::vector<std::string> includes;
  for (const std::string& line : split(text, '\n')) {
    std::istringstream words(line);
    std::string first;
    std::string second;
    words >> first >> second;
    if (first == "#" && second == "include") words >> second;
    if (first == "#include" || first == "#") {
      if (second.starts_with('<') || second.starts_with('"')) includes.push_back(second);
    }
  }
  return includes;
}

}  // namespace execassist::testing
