#include "context/line_collector.hpp"

#include <execassist/base/text.hpp>

#include <utility>

namespace execassist::context {
namespace {

constexpr int kWidest = 300;
// Marks above letters have no width: width alone bounds nothing.
constexpr std::size_t kLongest = 4096;

}  // namespace

std::string safe_line(std::string_view text) {
  text = trim(text);
  const bool cut = text.size() > kLongest;
  if (cut) {
    std::size_t end = kLongest - 8;
    // Not within a character.
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end);
  }
  std::string line = one_line(text);
  if (cut) line += "…";
  return fit_width(line, kWidest);
}

void LineCollector::add(int depth, std::string_view text) {
  const bool room = lines_.size() < kMostLines && depth < kMostDepth;
  std::string line = safe_line(text);
  if (line.empty()) return;
  if (!room) {
    ++left_out_;
    return;
  }
  lines_.push_back({std::move(line), depth});
}

}  // namespace execassist::context
