// Every page loads these.
import "../styles/base.css";
import "../styles/journal.css";
import "../styles/reference.css";
import "../styles/guides.css";
import "../styles/home.css";
import "../styles/reports.css";
import "../styles/wire.css";
import "../styles/search.css";
import "../search/search-button.ts";
