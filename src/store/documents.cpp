#include "store/documents.hpp"

#include "store/query.hpp"

#include <execassist/base/encoding.hpp>

#include <string_view>

namespace execassist::store {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += "\\u00" + hex(std::string_view(&c, 1));
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string number(long long value) { return std::to_string(value); }
std::string number(Instant at) { return number(at.time_since_epoch().count()); }

// [a, b, ...], each as `form` writes it.
template <class Items, class Form>
std::string list_of(const Items& items, Form form) {
  std::string result = "[";
  for (const auto& item : items) {
    if (result.size() > 1) result += ',';
    result += form(item);
  }
  return result + ']';
}

class Object {
 public:
  Object& with(std::string_view key, const std::string& value) {
    text_ += (text_.size() > 1 ? "," : "") + quoted(key) + ":" + value;
    return *this;
  }
  std::string text() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

std::vector<std::string> lines_at(const Database& database, const std::string& document,
                                  const char* path) {
  Query query(database, "SELECT value FROM json_each(?, ?) ORDER BY key");
  query.with(document, path);
  std::vector<std::string> lines;
  while (query.next()) query.read(lines.emplace_back());
  return lines;
}

}  // namespace

std::string document_of(const std::vector<std::string>& lines) { return list_of(lines, quoted); }

std::vector<std::string> lines_in(const Database& database, const std::string& document) {
  return lines_at(database, document, "$");
}

std::string document_of(const MeetingSnapshot& snapshot) {
  Object object;
  object.with("title", quoted(snapshot.title))
      .with("start", number(snapshot.start))
      .with("end", number(snapshot.end))
      .with("location", quoted(snapshot.location))
      .with("description_digest", quoted(snapshot.description_digest))
      .with("attendees", document_of(snapshot.attendees));
  if (snapshot.join_url) object.with("join_url", quoted(*snapshot.join_url));
  if (snapshot.organizer) object.with("organizer", quoted(*snapshot.organizer));
  if (snapshot.all_day) object.with("all_day", number(*snapshot.all_day ? 1 : 0));
  return object.text();
}

MeetingSnapshot snapshot_in(const Database& database, const std::string& document) {
  Query query(database,
              "SELECT json_extract(d, '$.title'), json_extract(d, '$.start'), "
              "json_extract(d, '$.end'), json_extract(d, '$.location'), "
              "json_extract(d, '$.description_digest'), json_extract(d, '$.join_url'), "
              "json_extract(d, '$.organizer'), json_extract(d, '$.all_day') "
              "FROM (SELECT ? AS d)");
  query.with(document).next();
  MeetingSnapshot snapshot;
  query.read(snapshot.title);
  query.read(snapshot.start);
  query.read(snapshot.end);
  query.read(snapshot.location);
  query.read(snapshot.description_digest);
  query.read(snapshot.join_url);
  query.read(snapshot.organizer);
  query.read(snapshot.all_day);
  snapshot.attendees = lines_at(database, document, "$.attendees");
  return snapshot;
}

std::string document_of(const ContextItem& item) {
  const auto row = [](const std::vector<std::string>& cells) { return document_of(cells); };
  const auto line = [](const ContextLine& each) {
    return "[" + number(each.depth) + "," + quoted(each.text) + "]";
  };
  return Object()
      .with("source", quoted(item.source))
      .with("label", quoted(item.label))
      .with("origin", quoted(item.origin))
      .with("as_of", item.as_of ? number(*item.as_of) : "null")
      .with("problem", quoted(item.problem))
      .with("header", document_of(item.table.header))
      .with("rows", list_of(item.table.rows, row))
      .with("lines", list_of(item.lines, line))
      .with("left_out", number(item.left_out))
      .text();
}

ContextItem item_in(const Database& database, const std::string& document) {
  ContextItem item;
  Query plain(database,
              "SELECT json_extract(d, '$.source'), json_extract(d, '$.label'), "
              "json_extract(d, '$.origin'), json_extract(d, '$.as_of'), "
              "json_extract(d, '$.problem'), json_extract(d, '$.left_out') FROM (SELECT ? AS d)");
  plain.with(document).next();
  plain.read(item.source);
  plain.read(item.label);
  plain.read(item.origin);
  plain.read(item.as_of);
  plain.read(item.problem);
  plain.read(item.left_out);
  item.table.header = lines_at(database, document, "$.header");

  Query cells(database,
              "SELECT r.key, c.value FROM json_each(?, '$.rows') r "
              "LEFT JOIN json_each(r.value) c ORDER BY r.key, c.key");
  cells.with(document);
  while (cells.next()) {
    const auto row = static_cast<std::size_t>(cells.take<long long>());
    if (item.table.rows.size() <= row) item.table.rows.resize(row + 1);
    if (auto cell = cells.take<std::optional<std::string>>()) {
      item.table.rows[row].push_back(std::move(*cell));
    }
  }
  Query lines(database,
              "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') "
              "FROM json_each(?, '$.lines') ORDER BY key");
  lines.with(document);
  while (lines.next()) {
    ContextLine& line = item.lines.emplace_back();
    lines.read(line.depth);
    lines.read(line.text);
  }
  return item;
}

}  // namespace execassist::store
