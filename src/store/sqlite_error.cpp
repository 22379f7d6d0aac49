#include "store/sqlite_error.hpp"

#include <execassist/base/text.hpp>

#include <cerrno>
#include <cstring>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace execassist::store {

namespace {

constexpr int kPrimaryCodeMask = 0xff;

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// access() and not open(): an open and close of our own would drop SQLite's locks.
std::string why_not_opened(const std::string& path, int system_error) {
  if (::access(path.c_str(), F_OK) != 0 || ::access(path.c_str(), R_OK | W_OK) != 0) {
    return std::strerror(errno);
  }
  if (::access(folder_of(path).c_str(), W_OK | X_OK) != 0) {
    return std::string("its folder: ") + std::strerror(errno);
  }
  return system_error != 0 ? std::strerror(system_error) : "unknown reason";
}

Error damaged(const std::string& what, const std::string& path) {
  return {ErrorKind::failed, what + ": it is damaged, or not a database at all",
          "restore a copy, or try: sqlite3 " + one_line(path) +
              " .recover; or move it away and run `execassist sync` (calendars are fetched again, "
              "what was decided and sent is lost)"};
}

// Our own SQL does not name what the schema of that version lacks.
bool lacks_something(const std::string& text) {
  for (const char* what : {"no such table", "no such column", "has no column named"}) {
    if (text.find(what) != std::string::npos) return true;
  }
  return false;
}

Error disk_full(const std::string& what) {
  return {ErrorKind::failed, what + ": the disk is full; this step was not stored",
          "free some space and run it again"};
}

// SQLite tells some failures of a full disk (growing the -shm) as plain I/O errors.
bool no_space_left(const std::string& path) {
  struct statvfs system {};
  return ::statvfs(folder_of(path).c_str(), &system) == 0 && system.f_bavail == 0;
}

Error translate_code(int code, const std::string& text, const std::string& path, Seconds busy,
                     int system_error) {
  const std::string what = store_called(path);
  switch (code & kPrimaryCodeMask) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {
          ErrorKind::try_again,
          "the store is locked: another process has held it for over " + describe_duration(busy),
          "try again later; `fuser -v " + one_line(path) + "` shows who holds it"};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return damaged(what, path);
    case SQLITE_FULL:
      return disk_full(what);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {ErrorKind::failed,
              what + ": it cannot be written: the file or its folder is read-only",
              "check who owns the file and its folder, or name another with --db or store.path"};
    case SQLITE_CANTOPEN:
      return {ErrorKind::failed,
              what + ": it cannot be opened: " + why_not_opened(path, system_error),
              "check who owns the file and its folder, or name another with --db or store.path"};
    case SQLITE_IOERR:
      if (system_error == ENOSPC || system_error == EDQUOT || no_space_left(path)) {
        return disk_full(what);
      }
      return {ErrorKind::failed,
              what + ": reading or writing failed: " +
                  (system_error != 0 ? std::strerror(system_error) : text.c_str()),
              "check the disk; this step was not stored"};
    case SQLITE_NOMEM:
      return {ErrorKind::failed, what + ": out of memory"};
    default:
      if (lacks_something(text)) return incomplete_store(path, text);
      return {ErrorKind::failed, what + ": " + one_line(text)};
  }
}

}  // namespace

std::string store_called(const std::string& path) {
  if (path.empty() || path == ":memory:") return "the store";
  return "the store " + one_line(path);
}

Error incomplete_store(const std::string& path, const std::string& what_is_missing) {
  return {
      ErrorKind::failed,
      store_called(path) + ": it is damaged: a part of it is missing: " + one_line(what_is_missing),
      "restore a copy (" + one_line(path) +
          ".before-v... where there is one); or move it away and run `execassist sync` "
          "(calendars are fetched again, what was decided and sent is lost)"};
}

Error translated(const SQLite::Exception& failure, SQLite::Database& connection) {
  const int system_error = sqlite3_system_errno(connection.getHandle());
  Seconds busy{0};
  try {
    busy = Seconds{connection.execAndGet("PRAGMA busy_timeout").getInt() / 1000};
  } catch (const SQLite::Exception&) {
    busy = Seconds{0};  // the first failure is the one to report
  }
  return translate_code(failure.getErrorCode(), failure.what(), connection.getFilename(), busy,
                        system_error);
}

Error translated(const SQLite::Exception& failure, const std::string& path, Seconds busy) {
  return translate_code(failure.getErrorCode(), failure.what(), path, busy, 0);
}

}  // namespace execassist::store
