// What SQLite's failures mean to a person: one translation for the whole room. A lock that others
// hold means "try again"; damage names the way back; no text of SQLite's is shown where we know a
// better one.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/base/instant.hpp>

#include <string>

namespace SQLite {
class Database;
class Exception;
}  // namespace SQLite

namespace execassist::store {

// While a connection is open: path, time-out and the system's errno are asked from it.
Error translated(const SQLite::Exception& failure, SQLite::Database& connection);

// While there is none yet.
Error translated(const SQLite::Exception& failure, const std::string& path, Seconds busy);

// A store without a part of the schema that its version names.
Error incomplete_store(const std::string& path, const std::string& what_is_missing);

// "the store /home/ada/execassist.db", on one safe line; "the store" for a copy in memory.
std::string store_called(const std::string& path);

}  // namespace execassist::store
