#include "web/transport.hpp"

#include <execassist/base/error.hpp>

#include <algorithm>
#include <limits>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>

namespace execassist::web {
namespace {

using platform::Deadline;
using platform::FileDescriptor;

struct SessionCloser {
  void operator()(SSL* session) const { SSL_free(session); }
};
using Session = std::unique_ptr<SSL, SessionCloser>;

// Does `act` until it succeeds (over 0), waiting for the socket as OpenSSL asks for. 0: the other
// side has ended; less: it failed, or took too long.
template <class Act>
int carry_out(SSL* session, int socket, const Deadline& by, const Act& act) {
  for (;;) {
    ERR_clear_error();
    const int result = act();
    if (result > 0) return result;
    const int why = SSL_get_error(session, result);
    if (why == SSL_ERROR_ZERO_RETURN) return 0;
    if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return -1;
    const short events = why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
    if (!await_ready(socket, events, by)) return -1;
  }
}

int int_size(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

class TlsTransport final : public Transport {
 public:
  TlsTransport(FileDescriptor socket, Session session)
      : socket_(std::move(socket)), session_(std::move(session)) {}

  ssize_t receive(char* into, std::size_t room, const Deadline& by) override {
    return carry_out(session_.get(), socket_.get(), by,
                     [&] { return SSL_read(session_.get(), into, int_size(room)); });
  }

  bool send(std::string_view bytes, const Deadline& by) override {
    while (!bytes.empty()) {
      const int count = carry_out(session_.get(), socket_.get(), by, [&] {
        return SSL_write(session_.get(), bytes.data(), int_size(bytes.size()));
      });
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  void say_goodbye() override {
    ERR_clear_error();
    SSL_shutdown(session_.get());
    close_gently(socket_.get());
  }

 private:
  FileDescriptor socket_;
  Session session_;  // goes before the socket
};

[[noreturn]] void fail(const std::string& key, const std::string& file, const std::string& hint) {
  throw Error(ErrorKind::configuration, key + ": " + file + " cannot be used", hint);
}

}  // namespace

void TlsIdentity::ContextCloser::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

TlsIdentity::TlsIdentity(const std::string& certificate_file, const std::string& key_file)
    : context_(SSL_CTX_new(TLS_server_method())) {
  ERR_clear_error();
  SSL_CTX* context = context_.get();
  if (context == nullptr) throw Error(ErrorKind::failed, "serve: TLS is not to be had here");
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  // A key with a passphrase would ask for it at the terminal.
  SSL_CTX_set_default_passwd_cb(context, [](char*, int, int, void*) { return -1; });
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
    fail("serve.tls_cert", certificate_file, "it is a PEM file: the certificate, then its chain");
  }
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1) {
    fail("serve.tls_key", key_file,
         "it is a PEM file without a passphrase: the private key of the certificate");
  }
  ERR_clear_error();
}

std::unique_ptr<Transport> TlsIdentity::accept(FileDescriptor socket, const Deadline& by) const {
  Session session(SSL_new(context_.get()));
  if (!session || SSL_set_fd(session.get(), socket.get()) != 1) return nullptr;
  const int done =
      carry_out(session.get(), socket.get(), by, [&] { return SSL_accept(session.get()); });
  if (done <= 0) return nullptr;
  return std::make_unique<TlsTransport>(std::move(socket), std::move(session));
}

}  // namespace execassist::web
