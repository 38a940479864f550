// A sheet that a round is filled in on: every part of it looks for its own things on the page.

import { count } from "./cells.js";
import "./drafts.js";
import "./keys.js";
import "./notes.js";
import "./presence.js";

count();
