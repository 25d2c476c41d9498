import './models';
import './settings';
import './boot';
import './importPackages';
import './methods/settings';
