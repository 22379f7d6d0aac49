#include "yaml/document.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace execassist::yaml {
namespace {

constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMaxNodes = 100'000;
constexpr std::size_t kMaxExpandedBytes = 4 * kMaxTextBytes;

[[noreturn]] void refuse(std::string_view file, FilePosition at, const std::string& why,
                         const std::string& hint = {}) {
  throw Error(ErrorKind::configuration, place_in_file(file, at) + why, hint);
}

// The text by lines, to turn the library's byte columns into characters and byte offsets.
class LineTable {
 public:
  explicit LineTable(std::string_view text) : text_(text) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  FilePosition position(const YAML::Mark& mark) const {
    if (mark.is_null()) return {1, 1};
    const std::size_t offset = offset_of(mark);
    return {mark.line + 1, column_of(start_of(mark), offset)};
  }

  FilePosition position(std::size_t offset) const {
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
    const auto line = static_cast<int>(next - starts_.begin());
    return {line, column_of(*std::prev(next), offset)};
  }

  std::size_t offset_of(const YAML::Mark& mark) const {
    return std::min(text_.size(), start_of(mark) + static_cast<std::size_t>(mark.column));
  }

  bool indented_with_tab(const YAML::Mark& mark) const {
    std::string_view line = text_.substr(start_of(mark));
    line = line.substr(0, line.find_first_not_of(" \t"));
    return line.find('\t') != std::string_view::npos;
  }

 private:
  std::size_t start_of(const YAML::Mark& mark) const {
    return starts_[std::min(starts_.size() - 1, static_cast<std::size_t>(std::max(0, mark.line)))];
  }

  // Goes on from the last answer: places are asked for in order, and a line may be a mebibyte long.
  int column_of(std::size_t start, std::size_t offset) const {
    if (last_start_ != start || offset < last_offset_) {
      last_start_ = last_offset_ = start;
      last_column_ = 1;
    }
    const auto is_first_byte = [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    };
    const std::string_view passed = text_.substr(last_offset_, offset - last_offset_);
    last_column_ += static_cast<int>(std::count_if(passed.begin(), passed.end(), is_first_byte));
    last_offset_ = offset;
    return last_column_;
  }

  std::string_view text_;
  std::vector<std::size_t> starts_;
  mutable std::size_t last_start_ = 0;
  mutable std::size_t last_offset_ = 0;
  mutable int last_column_ = 1;
};

struct Size {
  std::size_t nodes = 1;
  std::size_t bytes = 0;
};

Size size_of(const Node& node) {
  Size total{1, node.text.size()};
  for (const Key& key : node.keys) total.bytes += key.name.size();
  for (const Node& item : node.items) {
    const Size size = size_of(item);
    total.nodes += size.nodes;
    total.bytes += size.bytes;
  }
  return total;
}

// Builds the tree from the library's events.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, std::string_view file, const LineTable& lines)
      : text_(text), file_(file), lines_(lines) {}

  std::optional<Node> take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (std::exchange(started_, true)) {
      fail(mark, "a second document begins here", "keep one document in the file, without \"---\"");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node = make(Node::Kind::null, mark);
    // An empty value has no place of its own: the library names whatever comes next.
    if (!open_.empty() && open_.back().key) node.position = open_.back().key->position;
    add(std::move(node), mark, anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) fail(mark, "an alias inside of what it stands for");
    count(size_of(found->second), mark);
    add(Node(found->second), mark, YAML::NullAnchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_tag(mark, tag == "tag:yaml.org,2002:str" ? "!" : tag);
    check_quote_is_closed(mark);
    Node node = make(Node::Kind::scalar, mark);
    node.text = value;
    node.quoted = tag != "?";
    count({0, value.size()}, mark);
    add(std::move(node), mark, anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::list, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct OpenNode {
    Node node;
    YAML::Mark mark;
    YAML::anchor_t anchor;
    std::optional<Key> key;  // read, and waiting for its value
  };

  [[noreturn]] void fail(const YAML::Mark& mark, const std::string& why,
                         const std::string& hint = {}) const {
    refuse(file_, lines_.position(mark), why, hint);
  }

  void check_tag(const YAML::Mark& mark, std::string_view tag) const {
    if (tag.empty() || tag == "?" || tag == "!") return;
    fail(mark, "tags (\"!...\") are not supported", "put a value that begins with \"!\" in quotes");
  }

  // The library takes a quoted text that runs into the end of the file for a whole one when a line
  // break stands last: a file that was cut off.
  void check_quote_is_closed(const YAML::Mark& mark) const {
    std::size_t at = lines_.offset_of(mark);
    while (at < text_.size() && (text_[at] == '&' || text_[at] == '!')) {  // anchor, tag
      at = std::min(text_.find_first_of(" \t\r\n", at), text_.size());
      at = std::min(text_.find_first_not_of(" \t\r\n", at), text_.size());
    }
    if (at >= text_.size()) return;
    const char quote = text_[at];
    if (quote != '"' && quote != '\'') return;
    const char* const stops = quote == '"' ? "\"\\" : "'";
    for (at = text_.find_first_of(stops, at + 1); at != std::string_view::npos;
         at = text_.find_first_of(stops, at + 2)) {
      const bool doubled = quote == '\'' && at + 1 < text_.size() && text_[at + 1] == '\'';
      if (text_[at] == quote && !doubled) return;
    }
    fail(mark, "not valid YAML: the quote that begins here is never closed");
  }

  Node make(Node::Kind kind, const YAML::Mark& mark) {
    count({1, 0}, mark);
    Node node;
    node.kind = kind;
    node.position = lines_.position(mark);
    return node;
  }

  void count(Size size, const YAML::Mark& mark) {
    total_.nodes += size.nodes;
    total_.bytes += size.bytes;
    if (total_.nodes > kMaxNodes) fail(mark, "too many values (at most 100,000)");
    if (total_.bytes > kMaxExpandedBytes) fail(mark, "too much text once aliases are filled in");
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    check_tag(mark, tag);
    if (open_.size() >= kMaxDepth) fail(mark, "nested too deeply (at most 32 levels)");
    open_.push_back({make(kind, mark), mark, anchor, std::nullopt});
  }

  void close() {
    OpenNode done = std::move(open_.back());
    open_.pop_back();
    add(std::move(done.node), done.mark, done.anchor);
  }

  void add(Node node, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) {
      count(size_of(node), mark);
      anchors_[anchor] = node;
    }
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    OpenNode& parent = open_.back();
    if (parent.node.kind == Node::Kind::map && !parent.key) {
      if (node.kind != Node::Kind::scalar) fail(mark, "a key must be a plain text");
      parent.key = Key{std::move(node.text), node.position};
      return;
    }
    if (parent.key) {
      parent.node.keys.push_back(std::move(*parent.key));
      parent.key.reset();
    }
    parent.node.items.push_back(std::move(node));
  }

  std::string_view text_;
  std::string_view file_;
  const LineTable& lines_;
  bool started_ = false;
  Size total_{0, 0};
  std::vector<OpenNode> open_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::optional<Node> root_;
};

// The library would stop at U+0004, guess at UTF-16, and pass bad bytes on.
void check_bytes(std::string_view text, std::string_view file, const LineTable& lines) {
  if (text.size() > kMaxTextBytes) refuse(file, {1, 1}, "larger than 1 MiB");
  const auto control = std::find_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
  });
  const std::string valid = to_valid_utf8(text);
  const auto [bad, ignored] = std::mismatch(text.begin(), text.end(), valid.begin(), valid.end());
  const auto first = std::min(control, bad);
  if (first == text.end()) return;
  refuse(file, lines.position(static_cast<std::size_t>(first - text.begin())),
         first == bad ? "not UTF-8 text" : "a control character", "save the file as UTF-8 text");
}

}  // namespace

std::string place_in_file(std::string_view file, FilePosition position) {
  return one_line(file) + ":" + std::to_string(position.line) + ":" +
         std::to_string(position.column) + ": ";
}

std::optional<Node> parse_document(std::string_view text, std::string_view file) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const LineTable lines(text);
  check_bytes(text, file, lines);
  TreeBuilder builder(text, file, lines);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    // The second call can only find the end, or a document that the builder refuses.
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
  } catch (const YAML::Exception& error) {
    const bool tab = error.mark.line >= 0 && lines.indented_with_tab(error.mark);
    refuse(file, lines.position(error.mark), "not valid YAML: " + one_line(error.msg),
           tab ? "indent with blanks, not with tabs" : "");
  }
  std::optional<Node> root = builder.take();
  if (root && root->kind == Node::Kind::null) return std::nullopt;
  return root;
}

}  // namespace execassist::yaml
