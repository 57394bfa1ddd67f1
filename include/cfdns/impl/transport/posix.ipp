// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TRANSPORT_POSIX_IPP
#define CFDNS_IMPL_TRANSPORT_POSIX_IPP

#if !defined(_WIN32)
#include <cerrno>
#include <csignal>
#endif

namespace cfdns::inline v0_2::detail {

#if !defined(_WIN32)
// Whether the last call on a socket failed because it would block. Both values are equal on most systems.
inline bool would_block() noexcept {
#if EAGAIN == EWOULDBLOCK
    return errno == EAGAIN;
#else
    return errno == EAGAIN || errno == EWOULDBLOCK;
#endif
}

// Blocks SIGPIPE in the calling thread, because OpenSSL may write to closed connections. A SIGPIPE raised in
// the meantime is consumed, so that the program never receives it.
class sigpipe_blocked {
public:
    sigpipe_blocked() noexcept {
        sigset_t pending;
        sigpending(&pending);
        was_pending_ = sigismember(&pending, SIGPIPE) == 1;
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    sigpipe_blocked(sigpipe_blocked const&) = delete;
    sigpipe_blocked& operator=(sigpipe_blocked const&) = delete;
    ~sigpipe_blocked() {
        int const saved = errno;
        sigset_t pending;
        sigpending(&pending);
        int taken = 0;
        if (!was_pending_ && sigismember(&pending, SIGPIPE) == 1) sigwait(&pipe_, &taken);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
        errno = saved;
    }

private:
    sigset_t pipe_, before_;
    bool was_pending_;
};
#else
struct sigpipe_blocked {
    sigpipe_blocked() noexcept {}
};
#endif

}  // namespace cfdns::inline v0_2::detail

#endif
