// A secret without which something cannot work.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>
#include <execassist/ports/edges.hpp>

#include <string>

namespace execassist::wiring {

// `what`: what needs it, "the channel sms". Throws Error{configuration}: it is not set, or cannot
// be had.
inline Secret needed_secret(Edges& edges, const SecretReference& reference, const std::string& key,
                            const std::string& what) {
  if (auto secret = edges.resolve_secret(reference, key)) return std::move(*secret);
  // A reference that gives nothing names a variable that is unset, which is no secret.
  const std::string named = reference.empty() ? "it" : one_line(reference.text);
  throw Error(ErrorKind::configuration,
              key + ": needed for " + what + ", and " + named + " is not set",
              "README.md, \"Connect your accounts\", tells how to get one");
}

}  // namespace execassist::wiring
