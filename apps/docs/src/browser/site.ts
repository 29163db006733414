// What every page loads.
import "../styles/base.css";
