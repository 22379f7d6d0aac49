// Bytes over one accepted socket, plain or through TLS. Nothing here waits longer than it is told.
#pragma once

#include "platform/deadline.hpp"
#include "platform/file_descriptor.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace execassist::web {

class Transport {
 public:
  virtual ~Transport() = default;

  // At least one byte. 0: the other side has ended; less: it failed, or took too long.
  virtual ssize_t receive(char* into, std::size_t room, const platform::Deadline& by) = 0;

  // All of it, or false.
  virtual bool send(std::string_view bytes, const platform::Deadline& by) = 0;

  // Tells the other side that nothing follows, and throws away what it still sends: closing on
  // unread bytes would take the answer away from it.
  virtual void say_goodbye() = 0;
};

// `received` comes before what the socket gives.
std::unique_ptr<Transport> plain_transport(platform::FileDescriptor socket, std::string received);

// A certificate (with its chain) and its key, from PEM files.
class TlsIdentity {
 public:
  // Throws Error{configuration}: they cannot be read, or do not belong together.
  TlsIdentity(const std::string& certificate_file, const std::string& key_file);

  // Null when the other side does not speak TLS, or not in time.
  std::unique_ptr<Transport> accept(platform::FileDescriptor socket,
                                    const platform::Deadline& by) const;

 private:
  struct ContextCloser {
    void operator()(ssl_ctx_st* context) const;
  };
  std::unique_ptr<ssl_ctx_st, ContextCloser> context_;
};

// Waits until the socket is ready for `events` of poll(2). False: it took too long.
bool await_ready(int socket, short events, const platform::Deadline& by);

// The end of `say_goodbye` for the socket itself.
void close_gently(int socket);

}  // namespace execassist::web
