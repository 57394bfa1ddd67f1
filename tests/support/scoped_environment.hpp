// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_TRANSPORT_SCOPED_ENVIRONMENT_HPP
#define CFDNS_TESTS_TRANSPORT_SCOPED_ENVIRONMENT_HPP

#include <cstdlib>
#include <string>

namespace cfdns_test {

/// Sets an environment variable, or removes it if `value` is null.
inline void set_variable(char const* name, char const* value) {
#if defined(_WIN32)
    _putenv_s(name, value != nullptr ? value : "");
#else
    if (value != nullptr)
        setenv(name, value, 1);
    else
        unsetenv(name);
#endif
}

/// A variable that is set for the lifetime of this object.
class scoped_variable {
public:
    scoped_variable(std::string name, std::string const& value) : name_(std::move(name)) {
        set_variable(name_.c_str(), value.c_str());
    }
    scoped_variable(scoped_variable const&) = delete;
    scoped_variable& operator=(scoped_variable const&) = delete;
    ~scoped_variable() { set_variable(name_.c_str(), nullptr); }

private:
    std::string name_;
};

}  // namespace cfdns_test

#endif
