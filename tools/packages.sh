# Sourced by the run.sh scripts: installs what they need and the system lacks. Does nothing if nothing is missing.
#
#   need PACKAGE COMMAND...   PACKAGE is needed unless the command succeeds
#   need_compiler, need_boost the same for g++ and Boost, which have lower limits
#   install_needed            installs the packages that are needed, or says which to install

wanted=

need() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || wanted="$wanted $package"
}

has() { command -v "$1" >/dev/null 2>&1; }

# has_header HEADER [CONDITION]: g++ finds it, and the condition over its macros holds.
has_header() { printf '#include <%s>\n#if !(%s)\n#error\n#endif\n' "$1" "${2:-1}" | g++ -std=c++20 -E -x c++ -o /dev/null -; }

# What TLS needs besides a library; Debian only recommends it, and elsewhere it has other names.
has_certificates() { [ -s /etc/ssl/certs/ca-certificates.crt ] || ! has apt-get; }

boost_is_new_enough() { has_header boost/version.hpp 'BOOST_VERSION >= 108100'; }

boost_is_complete() {
    boost_is_new_enough && has_header boost/json.hpp &&
        printf 'int main() {}\n' | g++ -x c++ -o /dev/null - -lboost_json
}

# clang++ can link a libFuzzer program: its libraries are a package of their own.
has_fuzzer() {
    printf 'extern "C" int LLVMFuzzerTestOneInput(unsigned char const*, unsigned long) { return 0; }\n' |
        clang++ -fsanitize=fuzzer,address -x c++ -o /dev/null -
}

need_compiler() { need g++ has g++; }

need_boost() { need BOOST boost_is_complete; }

# The version whose headers are installed, else the one that the system prefers, else the newest: Debian 12 has several and
# prefers one that is too old.
boost_package() {
    newest=
    for package in $(apt-cache search --names-only '^libboost-json1\.[0-9]+-dev$' | sed 's/ .*//' | sort -t. -k2 -rn); do
        minor=${package#libboost-json1.}
        minor=${minor%-dev}
        [ "$minor" -ge 81 ] || continue
        newest=${newest:-$package}
        if dpkg-query -W -f '${Status}' "libboost1.$minor-dev" 2>/dev/null | grep -q 'ok installed'; then
            echo "$package"
            return
        fi
    done
    minor=$(apt-cache policy libboost-json-dev | sed -n 's/^ *Candidate: 1\.\([0-9]*\)\..*/\1/p')
    if [ "${minor:-0}" -ge 81 ]; then newest=libboost-json-dev; fi
    echo "$newest"
}

boost_is_too_old() {
    seen=$(apt-cache policy libboost-dev 2>/dev/null | sed -n 's/^ *Candidate: *//p')
    cat >&2 <<END
cfdns needs Boost 1.81 or later with Boost.JSON. This system's packages offer Boost ${seen:-(none)}.
What to do: use Debian 12, Ubuntu 24.04 or later (a container will do), or install a newer Boost yourself
(from its sources, with vcpkg or Conan) where g++ and CMake find it, and run this again.
END
}

install_needed() {
    if [ -n "$wanted" ]; then
        if ! has apt-get; then
            echo "Missing:$(echo "$wanted" | sed 's/BOOST/Boost 1.81 or later with Boost.JSON/') (Debian package names)." >&2
            echo "apt-get is not available: please install them with your system's package manager and run this again." >&2
            exit 1
        fi
        as_root=
        if [ "$(id -u)" -ne 0 ]; then
            if ! has sudo; then
                boost=$(boost_package 2>/dev/null)
                wanted=$(echo "$wanted" | sed "s/BOOST/${boost:-libboost-json1.NN-dev}/")
                cat >&2 <<END
Missing:$wanted.
Installing packages requires root or sudo. Run this as root, and then this script again:

    apt-get update && apt-get install --no-install-recommends$wanted
END
                if [ -z "$boost" ]; then
                    printf '\nNN is 81 or more: "apt-cache search libboost-json" shows what there is after the update; 81 in Debian 12.\n' >&2
                fi
                exit 1
            fi
            as_root=sudo
        fi
        echo "Missing:$(echo "$wanted" | sed 's/BOOST/Boost/'). Updating the package lists${as_root:+ (as root, with sudo)} ..."
        $as_root apt-get update || echo "The package lists could not be updated; continuing with the existing ones." >&2
        case " $wanted " in
        *' BOOST '*)
            boost=$(boost_package)
            if [ -z "$boost" ]; then
                boost_is_too_old
                exit 1
            fi
            wanted=$(echo "$wanted" | sed "s/BOOST/$boost/")
            ;;
        esac
        echo "Installing:$wanted"
        # apt must not remove anything that is installed: it stops instead.
        if ! $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y --no-install-recommends --no-remove $wanted; then
            echo "Not installed:$wanted. See the messages of apt above." >&2
            exit 1
        fi
        wanted=
    fi
    version=$(g++ -dumpversion)
    if [ "${version%%.*}" -lt 12 ]; then
        echo "cfdns needs g++ 12 or later; this is g++ $version." >&2
        exit 1
    fi
}
