/* Assets that came from outside are compared with their digest here, before any decoder sees a byte
 * of them: a file may have been damaged since it was stored. */
#pragma once

#include "render/request.h"

/* Reads what the request wants compared. Returns the first asset that is not what it should be, or
 * NULL where all are. */
const struct request_proof *proof_find_damaged(const struct request *request);
