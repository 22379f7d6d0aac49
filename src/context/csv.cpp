#include "context/csv.hpp"

#include "context/line_collector.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace execassist::context {
namespace {

// A field holds no more of its text than that: safe_line shows less.
constexpr std::size_t kLongestField = 8192;

// Reads one record at a time.
class RecordReader {
 public:
  struct Record {
    std::vector<std::string> fields;  // the first kMostColumns
    std::size_t width = 0;            // up to the last field that is not blank
  };

  explicit RecordReader(std::string_view text) : text_(text), separator_(separator_of(text)) {}

  bool at_end() const { return at_ >= text_.size(); }
  std::size_t line() const { return line_; }  // 1-based

  // False: a quote that begins on line() is never closed. REQUIRES: not at_end().
  bool next(Record& record) {
    record.fields.clear();
    record.width = 0;
    for (std::size_t count = 1;; ++count) {
      std::string field;
      if (!read_field(field)) return false;
      if (!trim(field).empty()) record.width = count;
      if (count <= kMostColumns) record.fields.push_back(std::move(field));
      if (at_end() || text_[at_] != separator_) break;
      ++at_;
    }
    skip_line_break();
    return true;
  }

 private:
  static char separator_of(std::string_view text) {
    bool quoted = false;
    bool semicolon = false;
    bool tab = false;
    for (const char c : text) {
      if (c == '"') quoted = !quoted;
      if (quoted) continue;
      if (c == ',') return ',';
      if (c == '\n' || c == '\r') break;
      semicolon = semicolon || c == ';';
      tab = tab || c == '\t';
    }
    if (semicolon) return ';';
    return tab ? '\t' : ',';
  }

  static void append(std::string& field, std::string_view part) {
    field += part.substr(0, kLongestField - std::min(kLongestField, field.size()));
  }

  bool read_field(std::string& field) {
    if (!at_end() && text_[at_] == '"' && !read_quoted(field)) return false;
    // Also what stands between a closing quote and the separator.
    const std::size_t begin = at_;
    while (!at_end() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    append(field, text_.substr(begin, at_ - begin));
    return true;
  }

  bool read_quoted(std::string& field) {
    std::size_t from = at_ + 1;
    while (true) {
      const std::size_t quote = text_.find('"', from);
      if (quote == std::string_view::npos) return false;
      append(field, text_.substr(from, quote - from));
      from = quote + 1;
      if (from == text_.size() || text_[from] != '"') break;
      append(field, "\"");
      ++from;
    }
    const std::string_view passed = text_.substr(at_, from - at_);
    line_ += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
    at_ = from;
    return true;
  }

  void skip_line_break() {
    if (at_end()) return;
    const bool two = text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
    at_ += two ? 2 : 1;
    ++line_;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

std::vector<std::string> safe_cells(const std::vector<std::string>& fields, std::size_t width) {
  std::vector<std::string> cells(width);
  for (std::size_t i = 0; i < std::min(width, fields.size()); ++i) cells[i] = safe_line(fields[i]);
  return cells;
}

}  // namespace

CsvReading read_csv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  CsvReading reading;
  RecordReader reader(text);
  std::vector<RecordReader::Record> kept;  // the header first
  std::size_t widest = 0;
  RecordReader::Record record;
  while (!reader.at_end()) {
    if (!reader.next(record)) {
      reading.problem =
          "line " + std::to_string(reader.line()) + ": the quote that begins here is never closed";
      return reading;
    }
    if (record.width == 0) continue;
    if (kept.size() > kMostLines) {
      ++reading.left_out;
      continue;
    }
    widest = std::max(widest, record.width);
    kept.push_back(std::move(record));
  }
  if (kept.empty()) return reading;
  const std::size_t width = std::min(widest, kMostColumns);
  reading.left_out += static_cast<long long>(widest - width);
  reading.table.header = safe_cells(kept.front().fields, width);
  for (std::size_t i = 1; i < kept.size(); ++i) {
    reading.table.rows.push_back(safe_cells(kept[i].fields, width));
  }
  return reading;
}

}  // namespace execassist::context
