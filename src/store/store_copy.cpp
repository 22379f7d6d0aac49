#include "store/store_copy.hpp"

#include "store/sqlite_error.hpp"
#include "store/store_file.hpp"

#include <execassist/base/error.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace execassist::store {

namespace {

constexpr int kMostCopies = 99;

// Of copies only, which nobody has open: see store_file.hpp.
bool same_content(const std::string& a, const std::string& b) {
  std::ifstream left(a, std::ios::binary);
  std::ifstream right(b, std::ios::binary);
  using Bytes = std::istreambuf_iterator<char>;
  return left && right && std::equal(Bytes(left), Bytes(), Bytes(right), Bytes());
}

void write_copy(SQLite::Database& from, const std::string& unfinished) {
  create_private_file(unfinished);
  {
    SQLite::Database to(unfinished, SQLite::OPEN_READWRITE);
    copy_into(from, to);
  }
  if (file_exists(unfinished + "-wal") || file_exists(unfinished + "-journal")) {
    throw Error(ErrorKind::failed, store_called(unfinished) + ": it could not be written whole");
  }
}

// Returns where it stands now.
std::string settle(const std::string& unfinished, const std::string& wanted) {
  std::string place = wanted;
  for (int number = 2; number <= kMostCopies; ++number) {
    if (put_in_place(unfinished, place, false)) return place;
    if (same_content(unfinished, place)) {
      remove_database_files(unfinished);
      return place;
    }
    place = wanted + "." + std::to_string(number);
  }
  throw Error(ErrorKind::failed, store_called(unfinished) + ": there are too many copies already");
}

// The store's own name stands before it.
std::string reason_of(const Error& failure, const std::string& unfinished) {
  const std::string named = store_called(unfinished) + ": ";
  const std::string message = failure.message();
  return message.starts_with(named) ? message.substr(named.size()) : message;
}

}  // namespace

void copy_into(SQLite::Database& from, SQLite::Database& to) {
  SQLite::Backup backup(to, from);
  // All pages in one step. A lock that others hold gives BUSY, with no page left to count.
  const int result = backup.executeStep();
  if (result != SQLITE_DONE) throw SQLite::Exception("the copy did not finish", result);
}

std::string keep_copy(SQLite::Database& from, const std::string& path, int next_version) {
  const std::string wanted = path + ".before-v" + std::to_string(next_version);
  const std::string unfinished = wanted + ".new";
  const auto given_up = [&](const Error& failure) {
    remove_database_files(unfinished);
    return Error(ErrorKind::failed,
                 store_called(path) + ": an older version of this program wrote it, and no copy " +
                     "of it could be kept before it is changed: " + reason_of(failure, unfinished),
                 "free some space, or let this program write to the folder; the store was left as "
                 "it was");
  };
  try {
    remove_database_files(unfinished);  // of a process that was killed
    write_copy(from, unfinished);
    return settle(unfinished, wanted);
  } catch (const SQLite::Exception& failure) {
    throw given_up(translated(failure, unfinished, Seconds{0}));
  } catch (const Error& failure) {
    throw given_up(failure);
  }
}

}  // namespace execassist::store
