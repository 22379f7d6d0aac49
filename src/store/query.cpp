#include "store/query.hpp"

#include "store/sqlite_error.hpp"
#include "store/statement_cache.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace execassist::store {

namespace {

template <class Act>
auto translating(SQLite::Database& connection, Act act) -> decltype(act()) {
  try {
    return act();
  } catch (const SQLite::Exception& failure) {
    throw translated(failure, connection);
  }
}

}  // namespace

Query::Query(const Database& database, const std::string& sql)
    : database_(database),
      connection_(database.connection()),
      statement_(
          translating(connection_, [&] { return database.statements().take(connection_, sql); })) {}

Query::~Query() { database_.statements().give_back(std::move(statement_)); }

void Query::bind(std::string_view text) {
  translating(connection_, [&] { statement_->bind(++parameter_, std::string(text)); });
}

void Query::bind(long long number) {
  translating(connection_,
              [&] { statement_->bind(++parameter_, static_cast<std::int64_t>(number)); });
}

void Query::bind_null() {
  translating(connection_, [&] { statement_->bind(++parameter_); });
}

bool Query::next() {
  column_ = 0;
  return translating(connection_, [&] { return statement_->executeStep(); });
}

int Query::run() {
  return translating(connection_, [&] { return statement_->exec(); });
}

Query& Query::again() {
  translating(connection_, [&] { statement_->reset(); });
  parameter_ = 0;
  return *this;
}

long long Query::inserted_id() const { return connection_.getLastInsertRowid(); }

void Query::read(std::string& text) {
  text = translating(connection_, [&] { return statement_->getColumn(column_++).getString(); });
}

void Query::read(long long& number) {
  number = translating(connection_, [&] { return statement_->getColumn(column_++).getInt64(); });
}

void Query::read(int& number) { number = static_cast<int>(take<long long>()); }

void Query::read(bool& flag) { flag = take<long long>() != 0; }

void Query::read(Seconds& length) { length = Seconds{take<long long>()}; }

void Query::read(Instant& at) { at = Instant{take<Seconds>()}; }

bool Query::skip_null() {
  const bool null = translating(connection_, [&] { return statement_->isColumnNull(column_); });
  if (null) ++column_;
  return null;
}

Error Query::unknown_name(const std::string& name) const {
  return {ErrorKind::failed,
          store_called(connection_.getFilename()) + ": it holds a value that is not known: \"" +
              name + "\"",
          "was it changed by hand?"};
}

void Conditions::add_prefix(const std::string& column, const std::string& prefix) {
  if (prefix.empty()) return;
  add(column + " >= ?", prefix);
  std::string beyond = prefix;
  while (!beyond.empty() && static_cast<unsigned char>(beyond.back()) == 0xff) beyond.pop_back();
  if (beyond.empty()) return;
  beyond.back() = static_cast<char>(static_cast<unsigned char>(beyond.back()) + 1);
  add(column + " < ?", beyond);
}

void Conditions::bind_to(Query& query) const {
  for (const Value& value : values_) {
    std::visit([&](const auto& plain) { query.bind(plain); }, value);
  }
}

std::string placeholders(int count) {
  std::string marks;
  for (int i = 0; i < count; ++i) marks += i == 0 ? "?" : ", ?";
  return marks;
}

}  // namespace execassist::store
