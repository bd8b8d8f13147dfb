#include "crypto/key_fault.h"

namespace weir::crypto {

Error to_error(KeyFault fault) {
  switch (fault.kind) {
    case KeyFaultKind::not_found:
      return {ErrorCode::not_found, std::move(fault.message)};
    case KeyFaultKind::disabled:
    case KeyFaultKind::invalid_state:
      return {ErrorCode::in_use, std::move(fault.message)};
    case KeyFaultKind::access_denied:
      return {ErrorCode::invalid_argument, std::move(fault.message)};
    case KeyFaultKind::damaged:
      return {ErrorCode::corrupt, std::move(fault.message)};
  }
  return {ErrorCode::corrupt, std::move(fault.message)};
}

}  // namespace weir::crypto
