// A secret is spelled out: a plain string does not become one by itself.
// expect gcc: (could not convert|conversion|converting).*secret_string
// expect clang: (no (viable|matching)|explicit).*
// expect: secret
#include <cfdns/cfdns.hpp>

#include <string>

cfdns::secret_string make() {
    std::string const token = "token";
#ifdef MUST_FAIL
    return token;
#else
    return cfdns::secret_string{token};
#endif
}
