// What every page loads.
import "../styles/base.css";
import "../styles/reference.css";
