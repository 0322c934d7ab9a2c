// A partner's logo on a picture of the communication kit. All is done in the browser: nothing is sent. From a folder
// a canvas with a picture of that folder cannot be read again, so there the reader chooses the picture as a file.

const MOST_BYTES = 5 * 1024 * 1024;
const form = document.querySelector('.kit-logo form');

if (form) {
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const [list, file, own] = ['#kit-picture', '#kit-file', '#kit-own'].map((name) => form.querySelector(name));
  const canvas = form.querySelector('canvas');
  const save = form.querySelector('[download]');
  const links = [...document.querySelectorAll('[data-picture]')];
  const isFolder = location.protocol === 'file:';
  // A picture that the reader chose is known by its size: each format has another one.
  const places = new Map(links.map((link) => [sizeOf(link), link.dataset.picture]));
  let turn = 0;

  links.forEach((link, number) => list.append(new Option(link.textContent, number)));
  part('list').hidden = isFolder;
  part('file').hidden = !isFolder;
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', draw);

  async function draw() {
    const mine = ++turn;
    part('result').hidden = true;
    say('');
    const [logo] = own.files;
    if (!logo || (isFolder && !file.files.length)) {
      return;
    }
    if (logo.size > MOST_BYTES) {
      say(form.dataset.large);
      return;
    }
    const picture = await load(isFolder ? file.files[0] : links[list.value].href);
    const mark = await load(logo);
    if (mine !== turn) {
      return;
    }
    const place = picture && places.get(`${picture.naturalWidth} × ${picture.naturalHeight}`);
    if (!place || !mark) {
      say(place ? form.dataset.wrongLogo : form.dataset.wrongPicture);
      return;
    }
    paint(picture, mark, place.split(',').map(Number));
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
    if (mine === turn) {
      URL.revokeObjectURL(save.href);
      save.href = URL.createObjectURL(blob);
      part('result').hidden = false;
      say(form.dataset.done);
    }
  }

  function paint(picture, mark, [left, top, width, height]) {
    canvas.width = picture.naturalWidth;
    canvas.height = picture.naturalHeight;
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0);
    // A drawing may have no size of its own.
    const [wide, high] = [mark.naturalWidth || width, mark.naturalHeight || height];
    const scale = Math.min(width / wide, height / high);
    pen.drawImage(mark, left + width - wide * scale, top + (height - high * scale) / 2, wide * scale, high * scale);
  }

  function say(words) {
    part('message').textContent = words;
  }
}

function sizeOf(link) {
  return /\d+ × \d+/.exec(link.parentElement.textContent)[0];
}

/** Return the picture of an address or a file, null where it is none. */
async function load(source) {
  const image = new Image();
  image.src = source instanceof Blob ? URL.createObjectURL(source) : source;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  } finally {
    if (source instanceof Blob) {
      URL.revokeObjectURL(image.src);
    }
  }
}
