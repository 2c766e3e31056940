FLASK_APP=server.app:create_app
