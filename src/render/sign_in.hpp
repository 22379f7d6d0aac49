// The few words about a sign-in that errors, messages and tables share.
#pragma once

#include <execassist/ports/token_vault.hpp>

#include <string>

namespace execassist::render {

std::string provider_name(const std::string& provider);  // "google" → "Google"

// What the person has to type: "execassist auth login google -u ada".
std::string sign_in_command(const GrantKey& key);

// For a grant that died about seven days after the consent, as Google's do while the OAuth app is
// in the publishing status "Testing": what to change there. Empty for every other grant.
std::string testing_status_advice(const Grant& grant);

}  // namespace execassist::render
