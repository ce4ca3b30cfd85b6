import './codeShare.ts';
import './codeSharing.ts';
import './codeTerminal.ts';
import './codeOpen.ts';
import './codeReview.ts';
import './codeReaders.ts';
