import { openHttpSocket } from '../link/http-socket.ts';
import { givePart } from './snippet-parts.ts';

givePart('http', openHttpSocket);
