// The methods that every release has.
import '/server/lib/cloud/methods';
