// Reads the tree with types and limits. A Cursor is one value together with its key path, so that
// every error says "file:line:column: users[0].time_zone: why". The tree outlives its cursors.
// Every reader throws Error{configuration} for a value of another type or out of range.
#pragma once

#include "yaml/document.hpp"

#include <execassist/model/rules.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist::yaml {

class MapCursor;

class Cursor {
 public:
  // `file` is lent.
  Cursor(const Node& node, std::string_view file, std::string path = {})
      : node_(&node), file_(file), path_(std::move(path)) {}

  [[noreturn]] void fail(const std::string& why, const std::string& hint = {}) const;

  bool is_null() const { return node_->kind == Node::Kind::null; }
  bool is_list() const { return node_->kind == Node::Kind::list; }
  bool is_text() const { return node_->kind == Node::Kind::scalar; }
  FilePosition position() const { return node_->position; }

  std::string text() const;  // any scalar, as it is written
  std::string line() const;  // a text that is not empty and has no control characters
  std::string choice(const std::vector<std::string>& allowed) const;
  int integer(int least, int most) const;
  double number(double least, double most) const;
  bool boolean() const;
  std::vector<Cursor> list() const;

  MapCursor map(const std::vector<std::string>& allowed) const;  // unknown keys refused
  MapCursor map_of_any() const;

 private:
  friend class MapCursor;

  [[noreturn]] void fail_at(FilePosition at, const std::string& path, const std::string& why,
                            const std::string& hint) const;
  [[noreturn]] void fail_type(std::string_view wanted) const;

  const Node* node_;
  std::string_view file_;
  std::string path_;
};

class MapCursor {
 public:
  struct Entry {
    Key key;
    Cursor value;
  };

  // Nothing when the key is missing or null: both mean the default.
  std::optional<Cursor> find(std::string_view key) const;

  // Nothing only when the key is missing: where null has a meaning.
  std::optional<Cursor> find_or_null(std::string_view key) const;

  // Throws when the key is missing or null.
  Cursor need(std::string_view key) const;

  const std::vector<Entry>& entries() const { return entries_; }

  // The error stands at the key itself.
  [[noreturn]] void fail_key(const Entry& entry, const std::string& why,
                             const std::string& hint = {}) const;

 private:
  friend class Cursor;
  explicit MapCursor(const Cursor& whole);

  Cursor whole_;
  std::vector<Entry> entries_;
};

// `did you mean "sync"?`, or which there are when none is near.
std::string suggestion(std::string_view word, const std::vector<std::string>& allowed);

// In double quotes, short and safe to print.
std::string quoted(std::string_view text);

}  // namespace execassist::yaml
