import './codeShare.ts';
import './codeOpen.ts';
import './codeReview.ts';
import './codeReaders.ts';
