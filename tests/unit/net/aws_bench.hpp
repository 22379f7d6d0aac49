// What AWS credentials are looked for in, as maps that a test fills.
#pragma once

#include "net/aws_provider.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_files.hpp"
#include "support/fake_http.hpp"

#include <map>
#include <string>

namespace execassist::net {

inline const std::string kTokenUrl = "http://169.254.169.254/latest/api/token";
inline const std::string kRolesUrl =
    "http://169.254.169.254/latest/meta-data/iam/security-credentials/";

// As containers and machines hand them out; the key's id is `id`.
inline std::string temporary_keys(const std::string& id, Instant expires_at) {
  return R"({"Code":"Success","AccessKeyId":")" + id +
         R"(","SecretAccessKey":"hidden-key","Token":"hidden-token","Expiration":")" +
         format_rfc3339(expires_at) + "\"}";
}

struct AwsBench {
  testing::FakeClock clock;
  testing::FakeFiles files;
  testing::FakeHttp http;
  std::map<std::string, std::string> environment;
  std::map<std::string, std::string> programs;  // what a command line prints
  std::map<std::string, std::string> secrets;   // by reference; else the reference itself
  int programs_run = 0;
  AwsOutside outside{
      [this](const SecretReference& reference, const std::string&) -> std::optional<Secret> {
        if (reference.empty()) return std::nullopt;
        if (reference.literal()) return Secret(reference.text);
        const auto found = secrets.find(reference.text);
        if (found == secrets.end()) return std::nullopt;
        return Secret(found->second);
      },
      [this](const std::string& name) -> std::optional<std::string> {
        const auto found = environment.find(name);
        if (found == environment.end() || found->second.empty()) return {};
        return found->second;
      },
      [this](const std::string& command) -> std::optional<std::string> {
        ++programs_run;
        const auto found = programs.find(command);
        if (found == programs.end()) return std::nullopt;
        return found->second;
      },
      files,
      "/home/joe",
      http,
      clock};

  // On a machine with a role that hands out these.
  void give_machine(const std::string& keys, int times = 1) {
    http.script(HttpMethod::put, kTokenUrl, testing::answered(200, "machine-token"), times);
    for (int i = 0; i < times; ++i) {
      http.script(HttpMethod::get, kRolesUrl, testing::answered(200, "mailer"));
      http.script(HttpMethod::get, kRolesUrl + "mailer", testing::answered(200, keys));
    }
  }
  void no_machine() {
    http.always(HttpMethod::put, kTokenUrl, testing::failed(HttpFailure::not_sent, "nobody"));
  }
};

// Nothing of a secret (all are named so) may stand in what people see.
inline bool tells_secrets(const Error& error) {
  return (error.message() + error.hint()).find("hidden") != std::string::npos;
}

}  // namespace execassist::net
