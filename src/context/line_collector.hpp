// Text from outside as safe lines and cells of bounded length, so many that a brief stays brief;
// what there is no room for is counted.
#pragma once

#include <execassist/model/context_item.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::context {

inline constexpr std::size_t kMostLines = 60;  // of text, or rows of a table
inline constexpr std::size_t kMostColumns = 8;
inline constexpr int kMostDepth = 6;  // levels; the outermost has depth 0

// one_line, at most 300 columns wide and 4 KiB long; "…" stands for what was cut. Takes constant
// time however long the text is.
std::string safe_line(std::string_view text);

class LineCollector {
 public:
  // A text of which nothing can be seen is no line.
  void add(int depth, std::string_view text);

  const std::vector<ContextLine>& lines() const { return lines_; }
  long long left_out() const { return left_out_; }

 private:
  std::vector<ContextLine> lines_;
  long long left_out_ = 0;
};

}  // namespace execassist::context
