// Where the browser reads codes itself, the camera fills the field and sends the form; else a photo does.
document.querySelectorAll('[data-camera]').forEach(async button => {
  const dialog = document.getElementById('camera')
  const video = dialog?.querySelector('video')
  const formats = await self.BarcodeDetector?.getSupportedFormats().catch(() => [])
  if (!video || !formats?.includes('qr_code') || !navigator.mediaDevices) return
  button.hidden = false
  const stop = () => video.srcObject?.getTracks().forEach(track => track.stop())
  dialog.querySelector('[data-camera-end]').addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', stop)
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.camera)
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      dialog.showModal()
      await video.play()
      const detector = new BarcodeDetector({ formats: ['qr_code'] })
      while (dialog.open) {
        const [code] = await detector.detect(video).catch(() => [])
        if (code && dialog.open) {
          dialog.close()
          const target = code.rawValue.startsWith('ey') ? document.getElementById('text') : field
          target.value = code.rawValue
          return field.form.requestSubmit()
        }
        await new Promise(resolve => setTimeout(resolve, 200))
      }
    } catch {
      stop() // no camera, or not allowed: the photo is still there
      button.textContent = 'The camera cannot be used here. Take a photo instead.'
      button.disabled = true
    }
  })
})
